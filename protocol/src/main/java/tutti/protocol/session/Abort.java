package tutti.protocol.session;

import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * "I end this session": the body of {@code session.abort}; allowed to any participant until the
 * session has ended.
 *
 * @param code why, for programs; {@code NONCE_LOST} is nobody's fault
 * @param reason why, for people
 */
public record Abort(
    SessionId sessionId, int signerIndex, @Nullable ErrorCode code, @Nullable String reason) {
  public Abort {
    Require.present(sessionId, "sessionId");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
    if (reason != null) {
      Require.text(reason, 500, "reason");
    }
  }
}
