package tutti.agent.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.CoordinatorFailed;
import tutti.protocol.event.EventData;
import tutti.protocol.event.FailoverExhausted;
import tutti.protocol.event.ShouldBroadcast;

/** Who is to broadcast the result of a complete session now, as far as the services said. */
public final class BroadcastDuty {
  private @Nullable ShouldBroadcast order;
  private boolean over;
  private @Nullable BroadcastConfirmed confirmation;

  /** The order in force; absent before, between coordinators, and when it is done. */
  public @Nullable ShouldBroadcast order() {
    return order;
  }

  /** Whether the result is out, or nobody is left to bring it out. */
  public boolean isOver() {
    return over;
  }

  /** What the coordinator said when it was done; null as long as it did not. */
  public @Nullable BroadcastConfirmed confirmation() {
    return confirmation;
  }

  /** Whether it is this signer's turn. */
  public boolean isOn(int signerIndex) {
    return order != null && order.coordinator() == signerIndex;
  }

  /** Follows an event; an order to someone who is never elected is not followed. */
  void follow(EventData data, List<Integer> priorityList) {
    if (data instanceof ShouldBroadcast given) {
      order = priorityList.contains(given.coordinator()) ? given : null;
    } else if (data instanceof CoordinatorFailed) {
      order = null;
    } else if (data instanceof BroadcastConfirmed confirmed) {
      order = null;
      over = true;
      confirmation = confirmed;
    } else if (data instanceof FailoverExhausted) {
      order = null;
      over = true;
    }
  }
}
