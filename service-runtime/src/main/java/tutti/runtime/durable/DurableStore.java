package tutti.runtime.durable;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Refusal;

/**
 * Where documents outlive the loss of all members. Only data members have one. Every call blocks
 * until what was asked for is done for good, within the store's own timeout; otherwise it ends with
 * a retryable {@link Refusal}, and then it may have been done, or may yet be.
 */
public interface DurableStore extends AutoCloseable {

  /** The same for whoever opens the same store, by whatever address, and for nobody else. */
  String identity();

  /**
   * Writes a document over an older revision of it, so that a write that arrives late does no harm.
   * The same one may be written again.
   *
   * @return the revision that is there instead, if it is not older; then nothing was written
   */
  OptionalLong write(String map, StoredDocument document);

  /** Documents that were not removed, in the order of their keys, after the given one. */
  List<StoredDocument> page(String map, @Nullable String after, int size);

  @Override
  void close();
}
