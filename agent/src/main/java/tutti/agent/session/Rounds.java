package tutti.agent.session;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.EventData;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionStatus;

/**
 * The rounds of a verified session, as one signer goes through them.
 *
 * <pre>
 *   LOOKING --status--> READY --> COMMITTED --commitments--> COMMITMENTS_SEEN
 *      |                  |                                        |
 *   WATCHING              +--------- without commitments ----> NONCE_SHARED
 *   (over, or withdrawn)                                           | nonces
 *                                               NONCES_SEEN --> DECIDING --> SIGNED
 * </pre>
 */
final class Rounds {
  private enum Step {
    LOOKING,
    WATCHING,
    READY,
    NONCES_ASKED,
    COMMITTED,
    COMMITMENTS_SEEN,
    NONCE_SHARED,
    NONCES_SEEN,
    DECIDING,
    PARTIAL_SIGS_ASKED,
    SIGNED
  }

  /** What became of a set that was shown. */
  enum Taken {
    /** It is of no use now. */
    REPEATED,
    /** Its contributions must be fetched first. */
    TO_FETCH,
    /** It was checked, and the session is one round further. */
    SEEN
  }

  private SessionFacts facts;
  private @Nullable Contributing contributing;
  private final boolean automatic;
  private Step step = Step.LOOKING;

  Rounds(SessionFacts facts, Signer signer, KeyAccess access, boolean automatic) {
    this.facts = facts;
    this.contributing = new Contributing(signer, access, facts);
    this.automatic = automatic;
  }

  SessionFacts facts() {
    return facts;
  }

  boolean isLooking() {
    return step == Step.LOOKING;
  }

  /** Nothing was contributed before. */
  void ready(List<Action> actions) {
    step = Step.READY;
    proceed(actions);
  }

  /** Contributes nothing more, and forgets the nonces. */
  void watch() {
    if (contributing != null) {
      contributing.wipe();
      contributing = null;
    }
    step = Step.WATCHING;
  }

  /** The session is over: keeps only what tells what it was about. */
  void release() {
    watch();
    facts = facts.slim();
  }

  /**
   * Contributes only where the own slot of the first round is empty. What an earlier life has
   * signed may complete the session, and may still be on its way: then only the services know how
   * it ends.
   */
  void looked(SessionStatus status, List<Action> actions) throws StopException {
    if (status.phase().ended()) {
      watch();
    } else if (status.phase() == ReadyCheck.firstPhase(facts)
        && status.awaiting().contains(facts.signerIndex())) {
      own().resume();
      ready(actions);
    } else if (status.phase() == SessionPhase.PARTIAL_SIGNATURE_EXCHANGE) {
      if (status.awaiting().contains(facts.signerIndex())) {
        StopException lost = StopException.nonceLost();
        actions.add(new Action.Abort(lost.code(), lost.reason()));
      }
      watch();
    } else {
      throw StopException.nonceLost();
    }
  }

  /**
   * A set is complete. It is checked, and the next round may start.
   *
   * @param fetched the signed contributions, where they were too many for the event
   */
  Taken take(EventData set, @Nullable List<Envelope> fetched, List<Action> actions)
      throws DistrustException, StopException {
    if (step == Step.READY || step == Step.NONCES_ASKED) {
      throw StopException.nonceLost(); // another life of this signer has contributed
    }
    if (step == Step.WATCHING) {
      actions.add(new Action.Report(set));
      return Taken.REPEATED;
    }
    if (set instanceof NonceCommitmentsComplete shown) {
      return take(shown, fetched, actions);
    }
    return set instanceof NoncesComplete shown ? take(shown, fetched, actions) : Taken.REPEATED;
  }

  private Taken take(
      NonceCommitmentsComplete shown, @Nullable List<Envelope> fetched, List<Action> actions)
      throws DistrustException, StopException {
    if (step != Step.COMMITTED) {
      return Taken.REPEATED;
    }
    if (shown.commitments() == null && fetched == null) {
      actions.add(new Action.FetchContributions(ContributionKind.NONCE_COMMITMENTS));
      return Taken.TO_FETCH;
    }
    own().commitmentsSeen(shown, fetched);
    step = Step.COMMITMENTS_SEEN;
    actions.add(new Action.Report(shown));
    proceed(actions);
    return Taken.SEEN;
  }

  private Taken take(NoncesComplete shown, @Nullable List<Envelope> fetched, List<Action> actions)
      throws DistrustException, StopException {
    DistrustException.unless(step != Step.COMMITTED && step != Step.COMMITMENTS_SEEN, Lie.PHASE);
    if (step != Step.NONCE_SHARED) {
      return Taken.REPEATED;
    }
    if (shown.pubnonces() == null && fetched == null) {
      actions.add(new Action.FetchContributions(ContributionKind.NONCES));
      return Taken.TO_FETCH;
    }
    own().noncesSeen(shown, fetched);
    step = Step.NONCES_SEEN;
    actions.add(new Action.Report(shown));
    actions.add(new Action.ShowNonces(own().allNonces()));
    proceed(actions);
    return Taken.SEEN;
  }

  /** Starts a round on demand. */
  void start(Round round, List<Action> actions) {
    if (step != stepBefore(round)) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "round %s cannot start now".formatted(round));
    }
    begin(actions);
  }

  /** The policy has answered. */
  void decided(boolean approved, String reason, List<Action> actions) throws StopException {
    if (step != Step.DECIDING) {
      return;
    }
    if (!approved) {
      throw new StopException(ErrorCode.REFUSED_BY_POLICY, reason);
    }
    if (own().isElsewhere()) {
      step = Step.PARTIAL_SIGS_ASKED;
      actions.add(new Action.AskPartialSigs(own().allNonces()));
      return;
    }
    step = Step.SIGNED;
    try {
      actions.add(new Action.Contribute(own().signature()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new StopException(ErrorCode.INTERNAL, "this signer could not sign");
    }
  }

  /** What was asked for came from where the private keys are; it is checked like any other's. */
  void given(KeyAnswer given, List<Action> actions) throws StopException {
    boolean asked = step == Step.NONCES_ASKED || step == Step.PARTIAL_SIGS_ASKED;
    if (asked && given instanceof KeyAnswer.Nothing nothing) {
      throw StopException.of(nothing.refusal());
    }
    if (step == Step.NONCES_ASKED && given instanceof KeyAnswer.Nonces made) {
      if (made.nonces().size() != facts.items().size()) {
        throw new StopException(ErrorCode.INVALID_NONCE, "not one nonce per item");
      }
      own().given(made.nonces());
      step = Step.READY;
      begin(actions);
    } else if (step == Step.PARTIAL_SIGS_ASKED && given instanceof KeyAnswer.PartialSigs made) {
      step = Step.SIGNED;
      actions.add(new Action.Contribute(own().signature(made.partials())));
    }
  }

  private Contributing own() {
    return Objects.requireNonNull(contributing, "only while watching there is none");
  }

  private void proceed(List<Action> actions) {
    if (automatic) {
      begin(actions);
    }
  }

  private void begin(List<Action> actions) {
    if (step == Step.READY && own().needsNonces()) {
      step = Step.NONCES_ASKED;
      actions.add(new Action.AskNonces());
    } else if (step == Step.READY && own().withCommitments()) {
      step = Step.COMMITTED;
      actions.add(new Action.Contribute(own().commitment()));
    } else if (step == Step.READY || step == Step.COMMITMENTS_SEEN) {
      step = Step.NONCE_SHARED;
      actions.add(new Action.Contribute(own().nonce()));
    } else {
      step = Step.DECIDING;
      actions.add(new Action.AskPolicy());
    }
  }

  private @Nullable Step stepBefore(Round round) {
    boolean withCommitments = ReadyCheck.firstPhase(facts) == SessionPhase.NONCE_COMMITMENT;
    return switch (round) {
      case NONCE_COMMITMENT -> withCommitments ? Step.READY : null;
      case NONCE -> withCommitments ? Step.COMMITMENTS_SEEN : Step.READY;
      case PARTIAL_SIGNATURE -> Step.NONCES_SEEN;
    };
  }
}
