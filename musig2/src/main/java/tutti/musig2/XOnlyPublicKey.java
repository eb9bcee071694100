package tutti.musig2;

/** The x coordinate of a public key whose y is even, as in BIP340. */
public record XOnlyPublicKey(Bytes bytes) implements HexValue {
  public static final int SIZE = 32;

  /**
   * Checks the size only.
   *
   * @throws IllegalArgumentException if there are not {@value #SIZE} bytes
   */
  public XOnlyPublicKey {
    bytes.requireSize(SIZE, "x-only public key");
  }

  public static XOnlyPublicKey fromHex(String hex) {
    return new XOnlyPublicKey(Bytes.fromHex(hex));
  }
}
