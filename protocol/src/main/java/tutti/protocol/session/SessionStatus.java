package tutti.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Signature;
import tutti.protocol.RequestId;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * A session as it stands.
 *
 * @param attempt 1 for the first session of the request
 * @param deadline of the current phase, milliseconds since 1970; absent once ended
 * @param signers number of signers
 * @param awaiting signer indexes that the phase still waits for
 * @param coordinator signer index of the elected coordinator
 * @param signatures one per item, once complete
 * @param nextSessionId the next attempt, once retried
 * @param lastEvent number of the last event
 */
public record SessionStatus(
    SessionId sessionId,
    RequestId requestId,
    int attempt,
    SessionPhase phase,
    @Nullable Long deadline,
    int signers,
    List<Integer> awaiting,
    int coordinator,
    @Nullable List<Signature> signatures,
    @Nullable BroadcastView broadcast,
    @Nullable SessionFailure failure,
    @Nullable SessionId nextSessionId,
    long lastEvent) {
  public SessionStatus {
    Require.that(attempt > 0, "attempt", "must be positive");
    Require.optionalInteger(deadline, "deadline");
    Require.that(signers > 0, "signers", "must be positive");
    Require.indexes(awaiting, "awaiting");
    Require.index(coordinator, "coordinator");
    Require.safeInteger(lastEvent, "lastEvent");
    awaiting = List.copyOf(awaiting);
    signatures = signatures == null ? null : List.copyOf(signatures);
  }
}
