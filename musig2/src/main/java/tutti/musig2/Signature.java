package tutti.musig2;

/** A BIP340 signature: the x coordinate of R and the scalar s, 32 bytes each. */
public record Signature(Bytes bytes) implements HexValue {
  public static final int SIZE = 64;

  /**
   * Checks the size only.
   *
   * @throws IllegalArgumentException if there are not {@value #SIZE} bytes
   */
  public Signature {
    bytes.requireSize(SIZE, "signature");
  }

  public static Signature fromHex(String hex) {
    return new Signature(Bytes.fromHex(hex));
  }
}
