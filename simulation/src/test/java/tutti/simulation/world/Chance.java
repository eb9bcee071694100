package tutti.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/** The one source of all that is not determined in a run. */
public final class Chance {
  private final SplittableRandom random;

  public Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** True with this probability. */
  public boolean in(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** Any number of this range, both ends included. */
  public long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** Any number of this range, both ends included. */
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  public <T> T pick(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  public long bits() {
    return random.nextLong();
  }
}
