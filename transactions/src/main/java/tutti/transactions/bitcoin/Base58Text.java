package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.Base58;
import tutti.musig2.Bytes;

/** Bytes in base 58, without a checksum of its own. */
public final class Base58Text {
  private Base58Text() {}

  public static String encode(Bytes bytes) {
    return Base58.encode(bytes.toArray());
  }
}
