package tutti.protocol.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;

/**
 * The broadcast of a complete session.
 *
 * @param coordinator signer index of whoever broadcasts now, or did
 * @param deadline milliseconds since 1970; while awaiting
 * @param failed signer indexes that did not manage, in order
 * @param reference what the coordinator said it broadcast
 */
public record BroadcastView(
    BroadcastState state,
    int coordinator,
    @Nullable Long deadline,
    List<Integer> failed,
    @Nullable String reference) {
  public BroadcastView {
    Require.index(coordinator, "coordinator");
    Require.optionalInteger(deadline, "deadline");
    Require.indexes(failed, "failed");
    failed = List.copyOf(failed);
  }
}
