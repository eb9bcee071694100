package tutti.agent;

import org.jspecify.annotations.Nullable;

/**
 * A policy's answer.
 *
 * @param reason told to the other participants; only with a rejection
 */
public record Decision(Verdict verdict, @Nullable String reason) {
  /** Yes or no. */
  public enum Verdict {
    APPROVE,
    REJECT
  }

  public static Decision approve() {
    return new Decision(Verdict.APPROVE, null);
  }

  public static Decision reject(String reason) {
    return new Decision(Verdict.REJECT, reason);
  }

  public boolean approved() {
    return verdict == Verdict.APPROVE;
  }
}
