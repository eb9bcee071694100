package tutti.chain;

import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * The identity of a transaction.
 *
 * @param hash in the order of the hash, which is the reverse of how people write it
 */
public record Txid(Bytes hash) {
  private static final int SIZE = 32;

  public Txid {
    hash.requireSize(SIZE, "txid");
  }

  /**
   * Reads what people write.
   *
   * @throws Refusal {@code MALFORMED} if it is no identity
   */
  public static Txid of(String text) {
    try {
      return new Txid(reversed(Bytes.fromHex(text).requireSize(SIZE, "txid")));
    } catch (IllegalArgumentException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "txid", "no transaction id: " + shortened(text));
    }
  }

  /** How people write it. */
  public String text() {
    return reversed(hash).hex();
  }

  @Override
  public String toString() {
    return text();
  }

  private static String shortened(String text) {
    return text.length() <= 2 * SIZE ? text : text.substring(0, 2 * SIZE) + "...";
  }

  private static Bytes reversed(Bytes bytes) {
    byte[] array = bytes.toArray();
    byte[] reversed = new byte[array.length];
    for (int i = 0; i < array.length; i++) {
      reversed[i] = array[array.length - 1 - i];
    }
    return Bytes.of(reversed);
  }
}
