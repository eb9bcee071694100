package tutti.musig2;

/**
 * A compressed public key: 02 or 03 and the x coordinate. Ordered as BIP327 KeySort orders keys.
 */
public record PublicKey(Bytes bytes) implements HexValue, Comparable<PublicKey> {
  public static final int SIZE = 33;

  /**
   * Checks the size only.
   *
   * @throws IllegalArgumentException if there are not {@value #SIZE} bytes
   */
  public PublicKey {
    bytes.requireSize(SIZE, "public key");
  }

  public static PublicKey fromHex(String hex) {
    return new PublicKey(Bytes.fromHex(hex));
  }

  /** The key without its parity. */
  public XOnlyPublicKey xOnly() {
    return new XOnlyPublicKey(bytes.slice(1, SIZE));
  }

  @Override
  public int compareTo(PublicKey other) {
    return bytes.compareTo(other.bytes);
  }
}
