package tutti.protocol.request;

import tutti.protocol.RequestId;
import tutti.protocol.Require;

/** Asks for one request. */
public record GetRequest(RequestId requestId) {
  public GetRequest {
    Require.present(requestId, "requestId");
  }
}
