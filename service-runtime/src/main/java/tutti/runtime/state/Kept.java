package tutti.runtime.state;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Document;

/**
 * A document in memory, with what is known of it in the durable store.
 *
 * @param document null if it was removed, and that is not stored yet; or if it is stored and cannot
 *     be read
 * @param revision counts the changes, lasting or not; 0 where there is no durable store
 * @param unsaved the revision that must be stored before anyone is answered; 0 if all is stored
 */
public record Kept(@Nullable Document document, long revision, long unsaved) {

  static @Nullable Document documentOf(@Nullable Kept kept) {
    return kept == null ? null : kept.document;
  }

  /** A document where there is no durable store. */
  static @Nullable Kept inMemory(@Nullable Document document) {
    return document == null ? null : new Kept(document, 0, 0);
  }

  /** What the durable store has and nobody can read: it must not look as if there were nothing. */
  static Kept unreadable(long revision) {
    return new Kept(null, revision, 0);
  }

  static boolean isUnreadable(@Nullable Kept kept) {
    return kept != null && kept.document == null && kept.unsaved == 0;
  }

  static boolean isUnsaved(@Nullable Kept kept) {
    return kept != null && kept.unsaved != 0;
  }

  /** The document, if there is one. */
  public <D extends Document> Optional<D> document(Class<D> type) {
    return Optional.ofNullable(document).map(type::cast);
  }

  /** The next revision, where there is a durable store. */
  static Kept next(@Nullable Kept before, @Nullable Document document, boolean lasting) {
    long revision = before == null ? 1 : before.revision + 1;
    return new Kept(document, revision, lasting ? revision : before == null ? 0 : before.unsaved);
  }

  /** This revision was stored. Null if nothing is left to be kept. */
  @Nullable Kept saved(long stored) {
    if (unsaved == 0 || unsaved > stored) {
      return this;
    }
    return document == null ? null : new Kept(document, revision, 0);
  }

  /** The same, younger than a revision of another history. */
  Kept above(long other) {
    if (isUnreadable(this)) {
      return this; // nothing here is truer than what is stored
    }
    long next = Math.max(revision, other) + 1;
    return new Kept(document, next, next);
  }
}
