package tutti.protocol.request;

import org.jspecify.annotations.Nullable;
import tutti.protocol.RequestId;
import tutti.protocol.Require;

/** "I do not take part": the body of {@code request.decline}; it ends the request. */
public record Decline(RequestId requestId, int signerIndex, @Nullable String reason) {
  public Decline {
    Require.present(requestId, "requestId");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
    if (reason != null) {
      Require.text(reason, 500, "reason");
    }
  }
}
