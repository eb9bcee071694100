package tutti.chain;

/** What a transaction should pay for its size. */
public record FeeRate(double satPerVbyte) {
  private static final double HIGHEST = 100_000;

  /** Checks that a wallet that follows it is not ruined. */
  public FeeRate {
    if (!(satPerVbyte > 0 && satPerVbyte <= HIGHEST)) {
      throw new ChainException(ChainException.Code.BAD_ANSWER, "no fee rate: " + satPerVbyte);
    }
  }
}
