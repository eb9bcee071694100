package tutti.musig2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** An immutable sequence of bytes, ordered as unsigned numbers. Never holds a secret. */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** A copy of the array. */
  public static Bytes of(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array.clone());
  }

  /**
   * Reads hex digits of either case, without prefix or separators.
   *
   * @throws IllegalArgumentException if the text is not pairs of hex digits
   */
  public static Bytes fromHex(String hex) {
    return new Bytes(HEX.parseHex(hex));
  }

  public static Bytes concat(Bytes... parts) {
    int length = 0;
    for (Bytes part : parts) {
      length = Math.addExact(length, part.array.length);
    }
    byte[] joined = new byte[length];
    int offset = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.array, 0, joined, offset, part.array.length);
      offset += part.array.length;
    }
    return new Bytes(joined);
  }

  /** Lower-case hex. */
  public String hex() {
    byte[] digits = new byte[2 * array.length]; // several times as fast as HexFormat
    for (int i = 0; i < array.length; i++) {
      digits[2 * i] = DIGITS[(array[i] >> 4) & 0xf];
      digits[2 * i + 1] = DIGITS[array[i] & 0xf];
    }
    return new String(digits, ISO_8859_1);
  }

  public int length() {
    return array.length;
  }

  /** A copy that the caller may change. */
  public byte[] toArray() {
    return array.clone();
  }

  /**
   * The bytes from {@code start} up to, not including, {@code end}.
   *
   * @throws IndexOutOfBoundsException if the range is not inside these bytes
   */
  public Bytes slice(int start, int end) {
    Objects.checkFromToIndex(start, end, array.length);
    return new Bytes(Arrays.copyOfRange(array, start, end));
  }

  /**
   * Checks the length and returns these bytes.
   *
   * @param what the name of the value in the message
   * @throws IllegalArgumentException if there are more or fewer bytes
   */
  public Bytes requireSize(int size, String what) {
    if (array.length != size) {
      throw new IllegalArgumentException(
          "%s: %d bytes expected, %d given".formatted(what, size, array.length));
    }
    return this;
  }

  /** Takes the array as it is, for arrays that nobody else holds. */
  static Bytes wrap(byte[] array) {
    return new Bytes(array);
  }

  /** The array itself, for callers that only read it. */
  byte[] shared() {
    return array;
  }

  void update(MessageDigest digest) {
    digest.update(array);
  }

  byte at(int index) {
    return array[index];
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return hex();
  }
}
