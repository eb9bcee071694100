package tutti.runtime.management;

import java.util.List;

/** How a process is; it can be used if everything is as it should be. */
public record Health(Check.Outcome outcome, List<Check> checks) {
  public Health {
    checks = List.copyOf(checks);
  }

  public static Health of(List<Check> checks) {
    boolean up = checks.stream().allMatch(Check::isUp);
    return new Health(up ? Check.Outcome.UP : Check.Outcome.DOWN, checks);
  }

  public boolean up() {
    return outcome == Check.Outcome.UP;
  }
}
