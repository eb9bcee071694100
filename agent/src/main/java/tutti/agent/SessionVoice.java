package tutti.agent;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SignedOperation;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/**
 * What one signer says in one session: numbered, signed, and repeated as the very same envelope.
 *
 * <p>Numbers start at 1. After a restart the ones used before are not known; then a refusal as
 * replay tells, and the next number tried is well above, but within the gap that is allowed.
 */
final class SessionVoice {
  private static final int STEP_OVER_REPLAY = 16;
  private static final int MAX_TRIES = 8;

  /** Older envelopes may be refused for their age if they were never heard. */
  private static final long FRESH = 120_000;

  private final AgentContext context;
  private final Scribe scribe;
  private final Map<SessionPhase, Said> contributions = new EnumMap<>(SessionPhase.class);
  private long sequence;
  private boolean silent;

  SessionVoice(AgentContext context, Scribe scribe) {
    this.context = context;
    this.scribe = scribe;
  }

  /** Contributes to a round. */
  CompletableFuture<SessionReply> contribute(Contribution contribution, long deadline) {
    var said = new Said(operation(contribution), contribution);
    contributions.put(phase(contribution), said);
    return send(said, deadline);
  }

  /** Contributes nothing more; what is under way is not repeated. */
  void silence() {
    silent = true;
    contributions.values().forEach(said -> said.stop());
  }

  /** Says the same again, if it was said before and the services do not have it any more. */
  void repeat(SessionPhase phase, long deadline) {
    Said said = contributions.get(phase);
    if (said != null && said.underWay == null && !silent) {
      Completion.detach(send(said, deadline).exceptionally(ignored -> null)); // the next look tells
    }
  }

  /** Says something that is not a contribution. */
  <B> CompletableFuture<SessionReply> say(
      SignedOperation<B, SessionReply> operation, B body, long deadline) {
    return send(new Said(operation, body), deadline);
  }

  private CompletableFuture<SessionReply> send(Said said, long deadline) {
    Envelope envelope = said.envelope;
    if (envelope == null || context.now() - envelope.sentAt() > FRESH) {
      envelope = scribe.sign(said.operation.type(), ++sequence, said.body);
      said.envelope = envelope;
    }
    CompletableFuture<SessionReply> call =
        context.calls().call(said.operation.operation(), envelope, deadline);
    said.underWay = call;
    return call.whenComplete((reply, error) -> said.underWay = null)
        .exceptionallyCompose(error -> refused(said, Completion.refusal(error), deadline));
  }

  private CompletableFuture<SessionReply> refused(Said said, Refusal refusal, long deadline) {
    boolean again = refusal.code() == ErrorCode.REPLAY || refusal.code() == ErrorCode.CLOCK_SKEW;
    if (!again || ++said.tries > MAX_TRIES) {
      return CompletableFuture.failedFuture(refusal);
    }
    if (refusal.code() == ErrorCode.REPLAY) {
      sequence += STEP_OVER_REPLAY - 1;
    }
    said.envelope = null;
    return send(said, deadline);
  }

  private static SignedOperation<?, SessionReply> operation(Contribution contribution) {
    if (contribution instanceof CommitNonce) {
      return SessionApi.COMMIT_NONCE;
    }
    return contribution instanceof ShareNonce
        ? SessionApi.SHARE_NONCE
        : SessionApi.SHARE_PARTIAL_SIGNATURE;
  }

  private static SessionPhase phase(Contribution contribution) {
    if (contribution instanceof CommitNonce) {
      return SessionPhase.NONCE_COMMITMENT;
    }
    return contribution instanceof SharePartialSignature
        ? SessionPhase.PARTIAL_SIGNATURE_EXCHANGE
        : SessionPhase.NONCE_EXCHANGE;
  }

  /** One thing said, with the envelope that it is repeated in. */
  private static final class Said {
    private final SignedOperation<?, SessionReply> operation;
    private final Object body;
    private @Nullable Envelope envelope;
    private @Nullable CompletableFuture<SessionReply> underWay;
    private int tries;

    Said(SignedOperation<?, SessionReply> operation, Object body) {
      this.operation = operation;
      this.body = body;
    }

    void stop() {
      if (underWay != null) {
        underWay.completeExceptionally(
            Refusal.of(ErrorCode.WRONG_PHASE, "this signer contributes no more"));
      }
    }
  }
}
