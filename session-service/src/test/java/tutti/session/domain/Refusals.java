package tutti.session.domain;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tutti.protocol.Refusal;

/** Refusals, caught to be looked at. */
final class Refusals {
  private Refusals() {}

  static Refusal refusalOf(ThrowingCallable action) {
    Refusal refusal = catchThrowableOfType(Refusal.class, action);
    if (refusal == null) {
      throw new AssertionError("was not refused");
    }
    return refusal;
  }
}
