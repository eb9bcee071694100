package tutti.transactions.descriptor;

/**
 * Which of a descriptor's outputs is meant.
 *
 * @param branch of {@code <0;1>}: 0 is the first
 * @param index what {@code *} stands for
 */
public record Position(int branch, long index) {
  private static final long LIMIT = 1L << 31;

  public Position {
    if (branch < 0 || index < 0 || index >= LIMIT) {
      throw new IllegalArgumentException("no position: %d, %d".formatted(branch, index));
    }
  }
}
