package tutti.protocol.session;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * "It is out": the body of {@code session.confirm-broadcast}, from the current coordinator.
 *
 * @param reference what was broadcast, for example a transaction id
 */
public record ConfirmBroadcast(SessionId sessionId, int signerIndex, @Nullable String reference) {
  public ConfirmBroadcast {
    Require.present(sessionId, "sessionId");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
    if (reference != null) {
      Require.text(reference, 200, "reference");
    }
  }
}
