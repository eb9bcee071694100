package tutti.agent;

import java.util.concurrent.CompletableFuture;
import tutti.agent.session.Outcome;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.EvidenceCheck;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionQuery;

/** Looks into what the services say about a signer's fault: nobody is at fault without proof. */
final class Proofs {
  private final AgentContext context;

  Proofs(AgentContext context) {
    this.context = context;
  }

  /**
   * The evidence of a session, checked.
   *
   * @return fails with {@code CONFLICT} if it proves nothing
   */
  CompletableFuture<Evidence> evidence(SessionId id) {
    return context
        .calls()
        .call(SessionApi.EVIDENCE, new SessionQuery(id), context.callDeadline())
        .thenApply(evidence -> checked(id, evidence));
  }

  /** The outcome as it may be believed: without the culprit, unless evidence shows the fault. */
  CompletableFuture<Outcome> proven(SessionId id, Outcome outcome) {
    if (!(outcome instanceof Outcome.NotSigned failed) || failed.failure().culprit() == null) {
      return CompletableFuture.completedFuture(outcome);
    }
    return evidence(id)
        .thenAccept(evidence -> requireSame(evidence, failed.failure()))
        .handle((proved, error) -> error == null ? failed : unproven(failed, error));
  }

  private static Outcome unproven(Outcome.NotSigned claimed, Throwable error) {
    SessionFailure failure = claimed.failure();
    String message =
        "%s; nobody was shown to be at fault (%s)"
            .formatted(failure.message(), Completion.refusal(error).getMessage());
    return new Outcome.NotSigned(
        claimed.phase(), new SessionFailure(failure.code(), message, null, null, null));
  }

  private static void requireSame(Evidence evidence, SessionFailure claimed) {
    Integer accused = claimed.culprit();
    if (accused == null || evidence.signerIndex() != accused || evidence.code() != claimed.code()) {
      throw unproved("it is about another fault");
    }
  }

  private Evidence checked(SessionId id, Evidence evidence) {
    if (!evidence.sessionId().equals(id)) {
      throw unproved("it is about another session");
    }
    new EvidenceCheck(context.signer().engine())
        .flaw(evidence)
        .ifPresent(
            flaw -> {
              throw unproved(flaw);
            });
    return evidence;
  }

  private static Refusal unproved(String flaw) {
    return Refusal.of(ErrorCode.CONFLICT, "the evidence proves nothing: " + flaw);
  }
}
