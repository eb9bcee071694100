package tutti.gateway.domain;

import java.util.OptionalLong;

/** How long to wait before something is tried again, and when to give up. */
public final class RetryPauses {
  private static final long[] MILLIS = {1_000, 60_000, 300_000, 900_000, 3_600_000};

  private RetryPauses() {}

  /** The pause after so many failures; empty if it is enough. */
  public static OptionalLong after(int failures) {
    return failures < MILLIS.length ? OptionalLong.of(MILLIS[failures]) : OptionalLong.empty();
  }
}
