package tutti.protocol.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.RequestId;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * The answer to announce, join, decline and cancel.
 *
 * @param repeated the same had been said before; nothing changed
 * @param awaiting signer indexes that have not joined
 */
public record RequestReply(
    RequestId requestId,
    RequestState state,
    boolean repeated,
    List<Integer> awaiting,
    @Nullable SessionId sessionId) {
  public RequestReply {
    Require.indexes(awaiting, "awaiting");
    awaiting = List.copyOf(awaiting);
  }
}
