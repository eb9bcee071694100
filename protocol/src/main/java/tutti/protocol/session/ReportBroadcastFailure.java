package tutti.protocol.session;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** "I could not": the body of {@code session.report-broadcast-failure}; the next one takes over. */
public record ReportBroadcastFailure(
    SessionId sessionId, int signerIndex, @Nullable String reason) {
  public ReportBroadcastFailure {
    Require.present(sessionId, "sessionId");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
    if (reason != null) {
      Require.text(reason, 500, "reason");
    }
  }
}
