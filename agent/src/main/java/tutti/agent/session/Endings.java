package tutti.agent.session;

import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.EventData;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.event.SessionClosed;
import tutti.protocol.event.SessionExpired;
import tutti.protocol.event.SessionFailed;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;

/** How the services say that a session ended without a signature. */
final class Endings {
  private Endings() {}

  /** The outcome that an event stands for; null if the session goes on, or is complete. */
  static Outcome.@Nullable NotSigned of(EventData data) {
    if (data instanceof SessionFailed failed) {
      return failed(failed.code(), failed.message(), failed.culprit());
    }
    if (data instanceof SessionAborted aborted) {
      return aborted(aborted.code(), aborted.reason(), aborted.abortedBy());
    }
    if (data instanceof SessionExpired expired) {
      boolean late = !expired.missing().isEmpty();
      var failure =
          new SessionFailure(
              late ? ErrorCode.TIMEOUT : ErrorCode.UNAVAILABLE,
              late
                  ? "%s ran past its deadline".formatted(expired.phase())
                  : "the services have lost the rounds of the session",
              null,
              null,
              expired.missing());
      return new Outcome.NotSigned(SessionPhase.EXPIRED, failure);
    }
    if (data instanceof SessionClosed) {
      return failed(ErrorCode.NOT_FOUND, "the session was removed", null);
    }
    return null;
  }

  static Outcome.NotSigned failed(ErrorCode code, String message, @Nullable Integer culprit) {
    var failure = new SessionFailure(code, message, culprit, null, null);
    return new Outcome.NotSigned(SessionPhase.FAILED, failure);
  }

  static Outcome.NotSigned aborted(
      @Nullable ErrorCode code, @Nullable String reason, @Nullable Integer by) {
    // A signer may end a session without saying why.
    ErrorCode known = code == null ? ErrorCode.CONFLICT : code;
    String text = reason == null ? "no reason given" : reason;
    return new Outcome.NotSigned(
        SessionPhase.ABORTED, new SessionFailure(known, text, null, by, null));
  }
}
