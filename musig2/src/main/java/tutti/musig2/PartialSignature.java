package tutti.musig2;

/** What one signer publishes in round 2: a scalar below the group order, big-endian. */
public record PartialSignature(Bytes bytes) implements HexValue {
  public static final int SIZE = 32;

  /**
   * Checks the size only.
   *
   * @throws IllegalArgumentException if there are not {@value #SIZE} bytes
   */
  public PartialSignature {
    bytes.requireSize(SIZE, "partial signature");
  }

  public static PartialSignature fromHex(String hex) {
    return new PartialSignature(Bytes.fromHex(hex));
  }
}
