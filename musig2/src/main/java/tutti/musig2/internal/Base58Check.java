package tutti.musig2.internal;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;

/** The text form of extended keys (BIP32): base 58 with four bytes of double SHA-256. */
public final class Base58Check {
  private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final int CHECKSUM_SIZE = 4;

  private Base58Check() {}

  public static String encode(byte[] payload) {
    MessageDigest sha256 = Sha256.newDigest();
    byte[] hash = sha256.digest(sha256.digest(payload));
    byte[] checked = Arrays.copyOf(payload, payload.length + CHECKSUM_SIZE);
    System.arraycopy(hash, 0, checked, payload.length, CHECKSUM_SIZE);
    return encodeUnchecked(checked);
  }

  private static String encodeUnchecked(byte[] bytes) {
    StringBuilder reversed = new StringBuilder();
    BigInteger rest = new BigInteger(1, bytes);
    while (rest.signum() > 0) {
      BigInteger[] division = rest.divideAndRemainder(BASE);
      reversed.append(DIGITS.charAt(division[1].intValue()));
      rest = division[0];
    }
    // Leading zero bytes have no weight as a number; each is written as one zero digit.
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      reversed.append(DIGITS.charAt(0));
    }
    return reversed.reverse().toString();
  }
}
