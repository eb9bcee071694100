package tutti.gateway.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * What was answered to a request with an {@code Idempotency-Key}.
 *
 * @param request hash of the request's body
 */
public record StoredReply(String request, int status, ObjectNode body) {
  private static final int PENDING = 0;

  /** No answer yet. */
  public static StoredReply pending(String request) {
    return new StoredReply(request, PENDING, JsonNodeFactory.instance.objectNode());
  }

  public boolean isPending() {
    return status == PENDING;
  }

  /** Refuses another request under the same key. */
  public void requireSame(String other) {
    if (!request.equals(other)) {
      throw Refusal.ofField(
          ErrorCode.CONFLICT, "Idempotency-Key", "was used for another request before");
    }
  }
}
