package tutti.musig2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.concurrent.ConcurrentHashMap;
import tutti.musig2.internal.Sha256;

/**
 * SHA-256, and the tagged hashes of BIP340: {@code SHA256(SHA256(tag) || SHA256(tag) || parts)}.
 *
 * <p>The state after the two tag hashes is kept per tag and copied for each use, which saves a
 * block. Safe for use by many threads.
 */
public final class TaggedHash {
  /** Tags may be made from what others send; beyond this many the state is no longer kept. */
  private static final int MAX_KEPT = 256;

  private static final ConcurrentHashMap<String, MessageDigest> KEPT = new ConcurrentHashMap<>();

  private TaggedHash() {}

  /** The 32-byte tagged hash of the parts, one after the other. */
  public static Bytes of(String tag, Bytes... parts) {
    return finish(start(tag), parts);
  }

  /** The 32-byte SHA-256 of the parts, one after the other. */
  public static Bytes sha256(Bytes... parts) {
    return finish(Sha256.newDigest(), parts);
  }

  /** A digest that has taken in the tag and belongs to the caller. */
  static MessageDigest start(String tag) {
    MessageDigest kept = KEPT.get(tag);
    if (kept == null) {
      kept = tagged(tag);
      if (KEPT.size() < MAX_KEPT) {
        KEPT.putIfAbsent(tag, kept);
      }
    }
    return Sha256.copy(kept);
  }

  private static MessageDigest tagged(String tag) {
    MessageDigest digest = Sha256.newDigest();
    byte[] tagHash = digest.digest(tag.getBytes(UTF_8));
    digest.update(tagHash);
    digest.update(tagHash);
    return digest;
  }

  private static Bytes finish(MessageDigest digest, Bytes... parts) {
    for (Bytes part : parts) {
      part.update(digest);
    }
    return Bytes.wrap(digest.digest());
  }
}
