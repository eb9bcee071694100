package tutti.protocol.request;

import org.jspecify.annotations.Nullable;
import tutti.protocol.RequestId;
import tutti.protocol.Require;

/** An operator ends an open request before its time: the query of {@code tutti.request.end}. */
public record EndRequest(RequestId requestId, @Nullable String reason) {
  public EndRequest {
    Require.present(requestId, "requestId");
    if (reason != null) {
      Require.text(reason, 500, "reason");
    }
  }
}
