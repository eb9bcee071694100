package tutti.protocol.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * A request as it stands.
 *
 * @param request the signed announcement, for the reader to verify
 * @param awaiting signer indexes that have not joined
 * @param reason why it was declined, cancelled or ended by an operator
 * @param sessionId the first session, once all have joined
 * @param lastEvent number of the last event about this request
 */
public record RequestView(
    RequestId requestId,
    RequestState state,
    Envelope request,
    List<Integer> awaiting,
    @Nullable Integer declinedBy,
    @Nullable String reason,
    @Nullable SessionId sessionId,
    long lastEvent) {
  public RequestView {
    Require.indexes(awaiting, "awaiting");
    Require.optionalIndex(declinedBy, "declinedBy");
    Require.safeInteger(lastEvent, "lastEvent");
    awaiting = List.copyOf(awaiting);
  }
}
