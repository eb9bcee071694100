package tutti.agent;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Outcome;
import tutti.agent.session.SignerSession;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.Election;
import tutti.protocol.Limit;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.ShouldBroadcast;

/** Brings the result of one session out when it is this signer's turn. */
final class BroadcastDesk {
  private final AgentContext context;
  private final SignerSession session;
  private final SessionOrders orders;
  private final WitnessDesk witness;
  private @Nullable ShouldBroadcast taken;

  BroadcastDesk(AgentContext context, SignerSession session, SessionOrders orders) {
    this.context = context;
    this.session = session;
    this.orders = orders;
    this.witness = new WitnessDesk(context);
  }

  /** Acts on the order in force, after all events that are known were followed. */
  void settle() {
    VerifiedRequest request = session.request().orElse(null);
    if (request == null || !(session.outcome().orElse(null) instanceof Outcome.Signed signed)) {
      return;
    }
    watch(request, signed);
    ShouldBroadcast order = session.broadcast().order();
    if (order == null || order.equals(taken) || !session.broadcast().isOn(request.signerIndex())) {
      return;
    }
    taken = order;
    carryOut(order(request, signed, order.deadline()));
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
    return request.request().optionsOrDefault().broadcastOrDefault()
        && now < endedAt + patience(request);
  }

  /** Nothing is brought out any more. */
  void close() {
    witness.close();
  }

  /** How long one coordinator may take. */
  private long each(VerifiedRequest request) {
    long timeout = context.limit(Limit.BROADCAST_TIMEOUT);
    Long shorter = request.request().optionsOrDefault().broadcastTimeout();
    return shorter == null ? timeout : Math.min(shorter, timeout);
  }

  /** How long it may take until the last coordinator has failed. */
  private long patience(VerifiedRequest request) {
    long coordinators =
        session.election().map(Election::priorityList).map(List::size).orElse(0) + 1L;
    return each(request) * coordinators;
  }

  /** Every signer looks for the result by itself, and doubts what it does not see. */
  private void watch(VerifiedRequest request, Outcome.Signed signed) {
    if (!request.request().optionsOrDefault().broadcastOrDefault()) {
      return;
    }
    // A confirmation at the last moment must still be looked for.
    long deadline = context.now() + patience(request) + each(request);
    Broadcaster.Order looked = order(request, signed, deadline);
    witness.look(looked, this::seen);
    BroadcastConfirmed confirmation = session.broadcast().confirmation();
    if (confirmation != null) {
      witness.said(confirmation, each(request), () -> bringOut(looked));
    }
  }

  /** Somebody brought it out; where it is this signer's turn, nothing is left to do but say so. */
  private void seen(String reference) {
    VerifiedRequest request = session.request().orElse(null);
    boolean waits = context.settings().broadcaster() == null && taken != null;
    if (waits && request != null && session.broadcast().isOn(request.signerIndex())) {
      carriedOut(reference, null);
    }
  }

  private Broadcaster.Order order(VerifiedRequest request, Outcome.Signed signed, long deadline) {
    return new Broadcaster.Order(session.id(), request, signed.signatures(), deadline);
  }

  private void carryOut(Broadcaster.Order order) {
    if (witness.seen() != null) {
      carriedOut(witness.seen(), null);
      return;
    }
    if (context.settings().broadcaster() == null) {
      context.tell(new AgentEvent.BroadcastWanted(order));
      return;
    }
    Completion.detach(broadcast(order).whenCompleteAsync(this::carriedOut, context.executor()));
  }

  /** Without being asked, because who was asked has lied, or was believed too soon. */
  private void bringOut(Broadcaster.Order order) {
    if (context.settings().broadcaster() != null) {
      Completion.detach(broadcast(order).exceptionally(error -> null));
    }
  }

  private CompletableFuture<String> broadcast(Broadcaster.Order order) {
    Broadcaster broadcaster = Objects.requireNonNull(context.settings().broadcaster());
    Duration wait = Duration.ofMillis(Math.max(1, order.deadline() - context.now()));
    return context.within(
        wait,
        CompletableFuture.supplyAsync(() -> broadcaster.broadcast(order), context.pool())
            .thenCompose(Function.identity()));
  }

  private void carriedOut(@Nullable String reference, @Nullable Throwable error) {
    var said =
        error == null || witness.seen() != null
            ? orders.confirm(witness.seen() == null ? reference : witness.seen())
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
