package tutti.agent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Outcome;
import tutti.agent.session.SignerSession;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.Election;
import tutti.protocol.Limit;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.request.RequestOptions;

/** Brings the result of one session out when it is this signer's turn. */
final class BroadcastDesk {
  private final AgentContext context;
  private final SignerSession session;
  private final SessionOrders orders;
  private @Nullable ShouldBroadcast taken;

  BroadcastDesk(AgentContext context, SignerSession session, SessionOrders orders) {
    this.context = context;
    this.session = session;
    this.orders = orders;
  }

  /** Acts on the order in force, after all events that are known were followed. */
  void settle() {
    ShouldBroadcast order = session.broadcast().order();
    VerifiedRequest request = session.request().orElse(null);
    if (order == null
        || order.equals(taken)
        || request == null
        || !session.broadcast().isOn(request.signerIndex())
        || !(session.outcome().orElse(null) instanceof Outcome.Signed signed)) {
      return;
    }
    taken = order;
    carryOut(
        new Broadcaster.Order(
            session.id(), request.request(), signed.signatures(), order.deadline()));
  }

  /** Whether the broadcast may still change, so that silence must be looked into. */
  boolean isOpen(long now, long endedAt) {
    if (session.broadcast().isOver()) {
      return false;
    }
    VerifiedRequest request = session.request().orElse(null);
    if (request == null || !(session.outcome().orElse(null) instanceof Outcome.Signed)) {
      return false;
    }
    RequestOptions options = request.request().optionsOrDefault();
    long timeout = context.limit(Limit.BROADCAST_TIMEOUT);
    Long shorter = options.broadcastTimeout();
    long each = shorter == null ? timeout : Math.min(shorter, timeout);
    long coordinators =
        session.election().map(Election::priorityList).map(List::size).orElse(0) + 1L;
    return options.broadcastOrDefault() && now < endedAt + each * coordinators;
  }

  private void carryOut(Broadcaster.Order order) {
    Broadcaster broadcaster = context.settings().broadcaster();
    if (broadcaster == null) {
      context.tell(new AgentEvent.BroadcastWanted(order));
      return;
    }
    Duration wait = Duration.ofMillis(Math.max(1, order.deadline() - context.now()));
    Completion.detach(
        context
            .within(
                wait,
                CompletableFuture.supplyAsync(() -> broadcaster.broadcast(order), context.pool())
                    .thenCompose(Function.identity()))
            .whenCompleteAsync(this::carriedOut, context.executor()));
  }

  private void carriedOut(@Nullable String reference, @Nullable Throwable error) {
    var said =
        error == null
            ? orders.confirm(reference)
            : orders.reportFailure(String.valueOf(Completion.cause(error).getMessage()));
    Completion.detach(
        said.exceptionally(
            refusal -> {
              var why = Completion.refusal(refusal);
              context.tell(
                  new AgentEvent.Unheard(
                      session.id(), "broadcast", why.code(), String.valueOf(why.getMessage())));
              return null;
            }));
  }
}
