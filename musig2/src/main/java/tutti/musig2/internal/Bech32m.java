package tutti.musig2.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Segwit addresses of version 1 and later, as BIP350 writes them. */
public final class Bech32m {
  private static final String DIGITS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int CHECKSUM_CONSTANT = 0x2bc830a3;
  private static final int CHECKSUM_DIGITS = 6;

  private Bech32m() {}

  /**
   * The address of a witness program.
   *
   * @param prefix the lower-case human-readable part, such as {@code bc}
   * @param version witness version, 1 to 16
   * @param program witness program, 2 to 40 bytes
   */
  public static String encodeAddress(String prefix, int version, byte[] program) {
    int[] data = digits(version, program);
    int checksum = checksum(prefix, data);
    StringBuilder address = new StringBuilder(prefix).append('1');
    for (int digit : data) {
      address.append(DIGITS.charAt(digit));
    }
    for (int i = CHECKSUM_DIGITS - 1; i >= 0; i--) {
      address.append(DIGITS.charAt((checksum >>> (5 * i)) & 31));
    }
    return address.toString();
  }

  /** The version as one digit, then the program in groups of five bits, padded with zeros. */
  private static int[] digits(int version, byte[] program) {
    int[] digits = new int[1 + (program.length * 8 + 4) / 5];
    digits[0] = version;
    for (int bit = 0; bit < program.length * 8; bit++) {
      int value = (program[bit / 8] >>> (7 - bit % 8)) & 1;
      digits[1 + bit / 5] |= value << (4 - bit % 5);
    }
    return digits;
  }

  private static int checksum(String prefix, int[] data) {
    byte[] letters = prefix.getBytes(US_ASCII);
    int state = 1;
    for (byte letter : letters) {
      state = step(state, letter >>> 5);
    }
    state = step(state, 0);
    for (byte letter : letters) {
      state = step(state, letter & 31);
    }
    for (int digit : data) {
      state = step(state, digit);
    }
    for (int i = 0; i < CHECKSUM_DIGITS; i++) {
      state = step(state, 0);
    }
    return state ^ CHECKSUM_CONSTANT;
  }

  /** Multiplies the state, a polynomial over GF(32), by x, adds the digit and reduces. */
  private static int step(int state, int digit) {
    int high = state >>> 25;
    int next = (state & 0x1ffffff) << 5 ^ digit;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (high >>> i & 1) == 1 ? GENERATOR[i] : 0;
    }
    return next;
  }
}
