package tutti.session.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.BroadcastView;

/**
 * Who is to broadcast the result of a complete session.
 *
 * @param coordinator signer index of the current one, or of the last one tried
 * @param deadline of the current one; absolute
 * @param failed those that did not manage, in order
 */
public record Broadcast(
    BroadcastState state,
    int coordinator,
    long deadline,
    List<Integer> failed,
    @Nullable String reference) {
  public Broadcast {
    failed = List.copyOf(failed);
  }

  static Broadcast by(int coordinator, long deadline) {
    return new Broadcast(BroadcastState.AWAITING_BROADCAST, coordinator, deadline, List.of(), null);
  }

  boolean awaiting() {
    return state == BroadcastState.AWAITING_BROADCAST;
  }

  boolean confirmedBy(int signer) {
    return state == BroadcastState.BROADCAST_CONFIRMED && coordinator == signer;
  }

  Broadcast confirmed(@Nullable String reference) {
    return new Broadcast(
        BroadcastState.BROADCAST_CONFIRMED, coordinator, deadline, failed, reference);
  }

  /** The current one has failed; the next one, if there is any, has until the deadline. */
  Broadcast handedTo(@Nullable Integer next, long nextDeadline) {
    List<Integer> more = new ArrayList<>(failed);
    more.add(coordinator);
    return next == null
        ? new Broadcast(BroadcastState.FAILOVER_EXHAUSTED, coordinator, deadline, more, null)
        : new Broadcast(BroadcastState.AWAITING_BROADCAST, next, nextDeadline, more, null);
  }

  BroadcastView view() {
    return new BroadcastView(state, coordinator, awaiting() ? deadline : null, failed, reference);
  }
}
