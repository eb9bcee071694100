package tutti.protocol.gateway;

import java.nio.ByteBuffer;
import tutti.musig2.Bytes;
import tutti.musig2.Signature;
import tutti.musig2.TaggedHash;
import tutti.protocol.Require;

/**
 * Work that was done for one envelope, so that a gateway need not listen to keys that cost nothing.
 * It is worth as many bits as its hash begins with zeros.
 *
 * @param nonce 8 bytes that were looked for
 */
public record Stamp(Bytes nonce) {
  /** What nobody waits for. */
  public static final int MAX_BITS = 32;

  private static final String TAG = "tutti/v1/stamp";
  private static final int SIZE = 8;

  public Stamp {
    Require.that(nonce.length() == SIZE, "stamp", "must be 8 bytes");
  }

  /** Looks for one that is worth so many bits: about 2^bits hashes. */
  public static Stamp of(Signature signature, int bits) {
    Require.that(bits >= 0 && bits <= MAX_BITS, "stamp", "is not worth that much work");
    for (long tried = 0; ; tried++) {
      Stamp stamp = new Stamp(Bytes.of(ByteBuffer.allocate(SIZE).putLong(tried).array()));
      if (stamp.worth(signature) >= bits) {
        return stamp;
      }
    }
  }

  /** How many bits it is worth for the envelope with this signature. */
  public int worth(Signature signature) {
    byte[] hash = TaggedHash.of(TAG, signature.bytes(), nonce).toArray();
    return Long.numberOfLeadingZeros(ByteBuffer.wrap(hash).getLong());
  }
}
