package tutti.agent.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;

/** How a session ends for this signer: once, and with its nonces wiped. */
final class Finale {
  private @Nullable VerifiedRequest request;
  private @Nullable Rounds rounds;
  private @Nullable Outcome outcome;

  /** From here on an end can be told to the others. */
  void of(VerifiedRequest verified) {
    request = verified;
  }

  /** From here on there may be nonces to wipe. */
  void of(Rounds opened) {
    rounds = opened;
  }

  /** How it ended; null while it runs. */
  @Nullable Outcome outcome() {
    return outcome;
  }

  boolean isReached() {
    return outcome != null;
  }

  /** Does a piece of work that may find that the session cannot go on. */
  void guard(List<Action> actions, Work work) {
    try {
      work.run();
    } catch (DistrustException lie) {
      distrust(lie, actions);
    } catch (StopException end) {
      stop(end, actions);
    }
  }

  /** This signer cannot go on. */
  void stop(StopException found, List<Action> actions) {
    if (outcome == null) {
      actions.add(new Action.Abort(found.code(), found.reason()));
      Integer self = request == null ? null : request.signerIndex();
      reach(Endings.aborted(found.code(), found.reason(), self), actions);
    }
  }

  /** The services were caught. */
  void distrust(DistrustException found, List<Action> actions) {
    if (outcome == null) {
      if (request != null) {
        actions.add(new Action.Abort(found.lie().code(), found.detail()));
      }
      actions.add(new Action.Expose(found.lie(), found.detail()));
      reach(Endings.failed(found.lie().code(), found.detail(), null), actions);
    }
  }

  /** A contribution was refused for good. */
  void refused(Refusal refusal, List<Action> actions) {
    if (outcome != null) {
      return;
    }
    switch (refusal.code()) {
      // What became of the session is in its events.
      case WRONG_PHASE, EQUIVOCATION, NOT_FOUND, TIMEOUT, UNAVAILABLE, NO_QUORUM, OVERLOADED ->
          actions.add(new Action.Look());
      case CONFLICT -> distrust(new DistrustException(Lie.TRANSCRIPT), actions);
      default ->
          stop(new StopException(refusal.code(), "refused: " + refusal.getMessage()), actions);
    }
  }

  /** Nothing more is to be expected. */
  void giveUp(ErrorCode code, String message, List<Action> actions) {
    var failure = new SessionFailure(code, message, null, null, null);
    reach(new Outcome.NotSigned(SessionPhase.EXPIRED, failure), actions);
  }

  void reach(Outcome reached, List<Action> actions) {
    if (outcome == null) {
      outcome = reached;
      if (rounds != null) {
        rounds.release();
      }
      actions.add(new Action.Finish(reached));
    }
  }

  /** A piece of work that may find that the session cannot go on. */
  interface Work {
    void run() throws DistrustException, StopException;
  }
}
