package tutti.musig2;

/** What one signer publishes in round 1: two compressed points, 33 bytes each. */
public record PublicNonce(Bytes bytes) implements HexValue {
  public static final int SIZE = 66;

  /**
   * Checks the size only.
   *
   * @throws IllegalArgumentException if there are not {@value #SIZE} bytes
   */
  public PublicNonce {
    bytes.requireSize(SIZE, "public nonce");
  }

  public static PublicNonce fromHex(String hex) {
    return new PublicNonce(Bytes.fromHex(hex));
  }
}
