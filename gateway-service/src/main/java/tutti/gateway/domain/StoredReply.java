package tutti.gateway.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * What was answered to a request with an {@code Idempotency-Key}.
 *
 * @param request hash of the request's body
 */
public record StoredReply(String request, int status, ObjectNode body) {
  /** Refuses another request under the same key. */
  public void requireSame(String other) {
    if (!request.equals(other)) {
      throw Refusal.ofField(
          ErrorCode.CONFLICT, "Idempotency-Key", "was used for another request before");
    }
  }
}
