package tutti.musig2;

/** The sum of all public nonces: two compressed points, where 33 zero bytes are the infinity. */
public record AggregateNonce(Bytes bytes) implements HexValue {
  public static final int SIZE = 66;

  /**
   * Checks the size only.
   *
   * @throws IllegalArgumentException if there are not {@value #SIZE} bytes
   */
  public AggregateNonce {
    bytes.requireSize(SIZE, "aggregate nonce");
  }

  public static AggregateNonce fromHex(String hex) {
    return new AggregateNonce(Bytes.fromHex(hex));
  }
}
