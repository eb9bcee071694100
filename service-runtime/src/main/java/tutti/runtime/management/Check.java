package tutti.runtime.management;

import org.jspecify.annotations.Nullable;

/** How one thing is; what is down says why. */
public record Check(String name, Outcome outcome, @Nullable String detail) {
  /** Whether it is as it should be. */
  public enum Outcome {
    UP,
    DOWN
  }

  public static Check up(String name) {
    return new Check(name, Outcome.UP, null);
  }

  public static Check down(String name, String detail) {
    return new Check(name, Outcome.DOWN, detail);
  }

  /** Up if this holds. */
  public static Check of(String name, boolean holds, String otherwise) {
    return holds ? up(name) : down(name, otherwise);
  }

  boolean isUp() {
    return outcome == Outcome.UP;
  }
}
