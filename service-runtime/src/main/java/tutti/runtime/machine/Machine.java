package tutti.runtime.machine;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Refusal;

/**
 * A pure, idempotent transition function: {@code (document, command) -> (document', result)}. No
 * clock (time is in the command), no randomness, no I/O. The same function runs in unit tests, in
 * simulation, on the owner of a document's partition and on its backups, so the same input must
 * give the same output everywhere. Found by {@link java.util.ServiceLoader}, so that every data
 * member can run every machine.
 */
public interface Machine<D extends Document, C, R> {
  /** The map that holds the documents. */
  String map();

  Class<D> documentType();

  Class<C> commandType();

  Class<R> resultType();

  /**
   * Takes one step.
   *
   * @param document null if there is none yet
   * @throws Refusal if the command is refused and nothing has changed
   */
  Step<D, R> apply(@Nullable D document, C command);

  /**
   * Whether whoever asked relies on this answer though nothing changed: it confirms what was done
   * before, maybe only a moment ago, and so waits for the backups as a change does. What only looks
   * need not wait.
   */
  default boolean confirms(C command, R result) {
    return true;
  }

  /**
   * Whether a change must outlive the loss of all members: the document is then written to the
   * durable store, if there is one, before anyone is answered. Removals always are.
   *
   * @param before null if the document is new
   */
  default boolean isLasting(@Nullable D before, D after) {
    return true;
  }

  /**
   * The document to go on with after all members were lost, from what was last written of it. Later
   * changes that were not lasting are gone.
   */
  default D recovered(D stored, long now) {
    return stored;
  }

  /** Counts up when documents change so that an older release could not read them. */
  default int version() {
    return 1;
  }
}
