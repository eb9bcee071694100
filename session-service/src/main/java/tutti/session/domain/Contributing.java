package tutti.session.domain;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.Transcript;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;
import tutti.runtime.machine.Step;

/**
 * A signer gives its part of a round.
 *
 * <p>Repetition comes before everything else: what is recorded is accepted again, in any phase. A
 * second, different word in the same slot is equivocation whatever its sequence number, since the
 * signer has signed both; unless it said with one of them that it may have been restarted.
 */
final class Contributing {
  private Contributing() {}

  static Step<Session, Outcome> contribute(Session session, Envelope envelope, long now) {
    Contribution contribution = Contributions.parse(envelope);
    int signer = contribution.signerIndex();
    Speaker.require(session, envelope, contribution.sessionId(), signer);
    requireShape(session, contribution);
    SessionPhase round = Contributions.round(contribution);
    Envelope recorded = session.rounds().slots(round).at(signer);
    if (recorded != null && recorded.body().equals(envelope.body())) {
      return new Step<>(session, Outcome.answering(Reading.reply(session, true)));
    }
    if (session.phase() != round) {
      throw Refusal.of(
          ErrorCode.WRONG_PHASE, "%s is not taken in %s".formatted(round, session.phase()));
    }
    if (recorded != null) {
      requireNoRestart(contribution, Contributions.parse(recorded));
      return failing(
          session, new Fault(ErrorCode.EQUIVOCATION, signer, List.of(recorded, envelope)), now);
    }
    return take(Speaker.counted(session, signer, envelope, now), envelope, contribution, now);
  }

  /** The words of two lives of one signer: the first that was heard stands, and nobody lied. */
  private static void requireNoRestart(Contribution said, Contribution recorded) {
    if (said.resumedOrDefault() || recorded.resumedOrDefault()) {
      throw Refusal.ofSigner(
          ErrorCode.NONCE_LOST,
          said.signerIndex(),
          "signer %d has said something else, in another life".formatted(said.signerIndex()));
    }
  }

  /** Only what it said in one life can show that a signer lies. */
  private static boolean isOpened(CommitNonce commitment, ShareNonce nonce) {
    if (commitment.resumedOrDefault() != nonce.resumedOrDefault()) {
      throw Refusal.ofSigner(
          ErrorCode.NONCE_LOST,
          nonce.signerIndex(),
          "signer %d has committed itself in another life".formatted(nonce.signerIndex()));
    }
    return commitment.isOpenedBy(nonce);
  }

  private static Step<Session, Outcome> take(
      Session session, Envelope envelope, Contribution contribution, long now) {
    int signer = contribution.signerIndex();
    if (contribution instanceof ShareNonce nonce) {
      Envelope commitment = session.rounds().commitments().at(signer);
      requireSameSet(session, nonce.commitmentsHash(), "commitmentsHash");
      if (commitment != null && !isOpened(SessionApi.COMMIT_NONCE.bodyOf(commitment), nonce)) {
        return failing(
            session,
            new Fault(ErrorCode.COMMITMENT_MISMATCH, signer, List.of(commitment, envelope)),
            now);
      }
    }
    if (contribution instanceof SharePartialSignature share) {
      requireSameSet(session, share.noncesHash(), "noncesHash");
    }
    SessionPhase round = session.phase();
    Session filled = session.with(session.rounds().with(round, signer, envelope));
    Session next = filled.rounds().slots(round).complete() ? completed(filled, round, now) : filled;
    return new Step<>(next, Outcome.of(session, next, Reading.reply(next, false)));
  }

  private static Session completed(Session session, SessionPhase round, long now) {
    return switch (round) {
      case NONCE_COMMITMENT -> openNonces(session, now);
      case NONCE_EXCHANGE ->
          session
              .with(session.rounds().withSetHash(Contributions.noncesHash(session)))
              .with(Work.AGGREGATE_NONCES, now);
      default -> session.with(Work.AGGREGATE_SIGNATURES, now);
    };
  }

  private static Session openNonces(Session session, long now) {
    Charter charter = session.charter();
    var hash = Transcript.commitmentsHash(charter.sessionId(), Contributions.commitments(session));
    long deadline = now + charter.rules().phaseTimeout();
    return session
        .with(session.rounds().withSetHash(hash))
        .with(Stage.of(SessionPhase.NONCE_EXCHANGE, deadline))
        .with(new NonceCommitmentsComplete(charter.sessionId(), hash, null, deadline), now);
  }

  private static Step<Session, Outcome> failing(Session session, Fault fault, long now) {
    Session failed = Failing.failed(session, fault, now);
    String message = "signer %d: %s".formatted(fault.signerIndex(), Failing.explain(fault.code()));
    Refusal refusal = Refusal.ofSigner(fault.code(), fault.signerIndex(), message);
    return new Step<>(failed, Outcome.refusing(session, failed, refusal));
  }

  private static void requireShape(Session session, Contribution contribution) {
    Charter charter = session.charter();
    if (contribution.attempt() != charter.attempt()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "body.attempt", "names another attempt");
    }
    if (contribution.size() != charter.items().size()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED,
          "body." + listName(contribution),
          "has %d entries, the request has %d items"
              .formatted(contribution.size(), charter.items().size()));
    }
  }

  private static String listName(Contribution contribution) {
    if (contribution instanceof CommitNonce) {
      return "commitments";
    }
    return contribution instanceof ShareNonce ? "pubnonces" : "partialSigs";
  }

  private static void requireSameSet(Session session, @Nullable Object seen, String field) {
    Object agreed = session.rounds().setHash();
    if (!Objects.equals(agreed, seen)) {
      throw Refusal.ofField(
          ErrorCode.CONFLICT, "body." + field, field + " names another set than this session's");
    }
  }
}
