package tutti.musig2;

/**
 * A scalar that is added to an aggregate key, with BIP327's tweak mode.
 *
 * @param bytes the scalar, big-endian
 * @param xOnly whether the key is made even before the addition, as Taproot does; BIP32 does not
 */
public record Tweak(Bytes bytes, boolean xOnly) implements HexValue {
  public static final int SIZE = 32;

  /**
   * Checks the size only.
   *
   * @throws IllegalArgumentException if there are not {@value #SIZE} bytes
   */
  public Tweak {
    bytes.requireSize(SIZE, "tweak");
  }

  /** A tweak of the key as it is, such as one step of a BIP32 derivation. */
  public static Tweak plain(Bytes bytes) {
    return new Tweak(bytes, false);
  }

  /** A tweak of the key made even, such as a Taproot commitment. */
  public static Tweak xOnly(Bytes bytes) {
    return new Tweak(bytes, true);
  }

  public static Tweak fromHex(String hex, boolean xOnly) {
    return new Tweak(Bytes.fromHex(hex), xOnly);
  }
}
