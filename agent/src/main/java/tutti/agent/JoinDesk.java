package tutti.agent;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Attempts;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SignedOperation;
import tutti.protocol.request.Cancel;
import tutti.protocol.request.Decline;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestReply;

/** Decides about requests, and says so. */
final class JoinDesk {
  private static final int MAX_REASON = 500;

  private final AgentContext context;
  private final Scribe scribe;
  private final PolicyDesk policy;
  private final Attempts attempts;

  JoinDesk(AgentContext context, Scribe scribe, Attempts attempts) {
    this.context = context;
    this.scribe = scribe;
    this.attempts = attempts;
    this.policy = new PolicyDesk(context);
  }

  /** Announces what this signer created, if its own policy approves. */
  CompletableFuture<RequestReply> announce(RequestTracker tracker) {
    attempts.consent(tracker.verified().id());
    return decided(
        tracker, () -> send(RequestApi.ANNOUNCE, tracker.verified().announcement()), false);
  }

  /** Joins because the application says so, if the policy approves; its earlier no is forgotten. */
  CompletableFuture<RequestReply> join(RequestTracker tracker) {
    attempts.consent(tracker.verified().id());
    return decided(tracker, () -> sendJoin(tracker), false);
  }

  /** Lets the policy, if there is one, join or decline. */
  void consider(RequestTracker tracker) {
    if (context.settings().policy() == null || !tracker.isUndecided() || isWithdrawn(tracker)) {
      return;
    }
    Completion.detach(
        decided(tracker, () -> sendJoin(tracker), true)
            .exceptionally(error -> unheard(tracker, Completion.refusal(error))));
  }

  CompletableFuture<RequestReply> decline(RequestTracker tracker, String reason) {
    var body =
        new Decline(tracker.verified().id(), tracker.verified().signerIndex(), shortened(reason));
    return send(RequestApi.DECLINE, scribe.sign(RequestApi.DECLINE.type(), body))
        .whenComplete((reply, error) -> declined(tracker, error));
  }

  CompletableFuture<RequestReply> cancel(RequestId id, String reason) {
    var body = new Cancel(id, shortened(reason));
    return send(RequestApi.CANCEL, scribe.sign(RequestApi.CANCEL.type(), body));
  }

  private CompletableFuture<RequestReply> decided(
      RequestTracker tracker, Supplier<CompletableFuture<RequestReply>> saying, boolean declining) {
    boolean before = isWithdrawn(tracker);
    VerifiedRequest asked = tracker.verified();
    tracker.deciding(true);
    return policy
        .objection(asked, declining ? context.derivations() : context.ownDerivations())
        .thenCompose(
            objection ->
                objection
                    .map(refusal -> cannot(tracker, refusal, declining))
                    .orElseGet(() -> asked(tracker, saying, declining, before)))
        .whenComplete((reply, error) -> tracker.deciding(false));
  }

  private CompletableFuture<RequestReply> asked(
      RequestTracker tracker,
      Supplier<CompletableFuture<RequestReply>> saying,
      boolean declining,
      boolean withdrawnBefore) {
    return policy
        .askToJoin(tracker.verified())
        .thenCompose(
            decision -> {
              if (!decision.approved()) {
                return rejected(tracker, String.valueOf(decision.reason()), declining);
              }
              return isWithdrawn(tracker) && !withdrawnBefore
                  ? CompletableFuture.failedFuture(
                      Refusal.of(ErrorCode.REFUSED_BY_POLICY, "this signer withdrew meanwhile"))
                  : saying.get().thenApply(reply -> joined(tracker, reply));
            });
  }

  private boolean isWithdrawn(RequestTracker tracker) {
    return attempts.isWithdrawn(tracker.verified().id());
  }

  private static void declined(RequestTracker tracker, @Nullable Throwable error) {
    if (error == null) {
      tracker.settle();
    }
  }

  private RequestReply joined(RequestTracker tracker, RequestReply reply) {
    tracker.joined(!reply.repeated());
    return reply;
  }

  private CompletableFuture<RequestReply> rejected(
      RequestTracker tracker, String reason, boolean declining) {
    RequestId request = tracker.verified().id();
    context.tell(new AgentEvent.Rejected(request, null, reason));
    if (tracker.isJoined() || declining) {
      attempts.withdraw(request);
    }
    return declining
        ? decline(tracker, reason)
        : CompletableFuture.failedFuture(Refusal.of(ErrorCode.REFUSED_BY_POLICY, reason));
  }

  /** The request is not what it says it is, or not for this signer; no policy need see it. */
  private CompletableFuture<RequestReply> cannot(
      RequestTracker tracker, Refusal refusal, boolean declining) {
    String field = refusal.field() == null ? "" : " (%s)".formatted(refusal.field());
    String reason = "%s: %s%s".formatted(refusal.code(), refusal.getMessage(), field);
    if (refusal.code() == ErrorCode.INTERNAL) {
      return CompletableFuture.failedFuture(refusal); // a fault here is no answer to the request
    }
    CompletableFuture<RequestReply> answer = rejected(tracker, reason, declining);
    return declining ? answer : CompletableFuture.failedFuture(refusal);
  }

  private CompletableFuture<RequestReply> sendJoin(RequestTracker tracker) {
    var body = new Join(tracker.verified().id(), tracker.verified().signerIndex());
    return send(RequestApi.JOIN, scribe.sign(RequestApi.JOIN.type(), body));
  }

  private CompletableFuture<RequestReply> send(
      SignedOperation<?, RequestReply> operation, Envelope envelope) {
    return context.calls().call(operation.operation(), envelope, context.callDeadline());
  }

  private @Nullable RequestReply unheard(RequestTracker tracker, Refusal refusal) {
    if (!refusal.code().retryable()) {
      tracker.settle(); // it would be refused again
    }
    context.tell(
        new AgentEvent.Unheard(
            null,
            "answer to " + tracker.verified().id().hex(),
            refusal.code(),
            String.valueOf(refusal.getMessage())));
    return null;
  }

  private static String shortened(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
  }
}
