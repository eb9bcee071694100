package tutti.simulation.world;

/**
 * What becomes of messages.
 *
 * @param loss probability that one is lost
 * @param duplication probability that one arrives twice
 * @param delay the longest that most of them take, in milliseconds; they overtake one another
 * @param straggling probability that one takes up to {@code straggler} milliseconds instead
 */
public record Weather(
    double loss, double duplication, long delay, double straggling, long straggler) {
  public static final Weather CALM = new Weather(0, 0, 4, 0, 0);

  static Weather any(Chance chance) {
    return new Weather(
        chance.in(0.3) ? 0 : chance.between(1, 30) / 100.0,
        chance.in(0.3) ? 0 : chance.between(1, 30) / 100.0,
        chance.in(0.5) ? 5 : chance.between(5, 500),
        chance.in(0.5) ? 0 : chance.between(1, 10) / 100.0,
        chance.between(500, 8_000));
  }
}
