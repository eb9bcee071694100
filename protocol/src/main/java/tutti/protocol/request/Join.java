package tutti.protocol.request;

import tutti.protocol.RequestId;
import tutti.protocol.Require;

/** "I take part": the body of {@code request.join}, a proof that stands on its own. */
public record Join(RequestId requestId, int signerIndex) {
  public Join {
    Require.present(requestId, "requestId");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
  }
}
