package tutti.protocol.request;

import org.jspecify.annotations.Nullable;
import tutti.protocol.RequestId;
import tutti.protocol.Require;

/** The creator takes the request back: the body of {@code request.cancel}. */
public record Cancel(RequestId requestId, @Nullable String reason) {
  public Cancel {
    Require.present(requestId, "requestId");
    if (reason != null) {
      Require.text(reason, 500, "reason");
    }
  }
}
