package tutti.agent;

import org.jspecify.annotations.Nullable;

/**
 * A policy's answer.
 *
 * @param reason told to the other participants; only with a rejection
 */
public record Decision(Verdict verdict, @Nullable String reason) {
  private static final String MISSING = "no decision in time";

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

  /** Nobody decided; it is no yes, but it is nobody's no for good either. */
  static Decision missing() {
    return new Decision(Verdict.REJECT, MISSING);
  }

  /** Whether somebody decided, and said no. */
  boolean isRefusal() {
    return verdict == Verdict.REJECT && !MISSING.equals(reason);
  }

  public boolean approved() {
    return verdict == Verdict.APPROVE;
  }
}
