package tutti.agent.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Election;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.event.EventData;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionStatus;

/**
 * One session as one signer sees it. It takes what the services say, in order, and answers with
 * what is to be done; it believes nothing that it can check, and contributes only what it can stand
 * for.
 *
 * <p>Inputs are the methods whose names begin with "on"; each may end the session for this signer,
 * and then the nonces are wiped and nothing is contributed any more, whatever comes. Not safe for
 * use by several threads. Nothing here waits, sends or reads a clock.
 */
public final class SignerSession {
  private final SessionId id;
  private final Signer signer;
  private final SessionSettings settings;
  private final Attempts attempts;
  private final Deque<EventData> queued = new ArrayDeque<>();
  private final Opening opening = new Opening();
  private final Finale finale = new Finale();
  private final Deadline deadline;
  private final BroadcastDuty broadcast = new BroadcastDuty();

  private boolean withdrawn;
  private boolean superseded;
  private @Nullable EventData fetchingFor;
  private @Nullable VerifiedRequest request;
  private @Nullable Rounds rounds;

  /**
   * A session that nothing is known of but its id.
   *
   * @param attempts shared by all sessions of the signer
   */
  public SignerSession(SessionId id, Signer signer, SessionSettings settings, Attempts attempts) {
    this.id = id;
    this.signer = signer;
    this.settings = settings;
    this.attempts = attempts;
    this.deadline = new Deadline(settings);
  }

  public SessionId id() {
    return id;
  }

  /** The verified request; empty until it was seen. */
  public Optional<VerifiedRequest> request() {
    return Optional.ofNullable(request);
  }

  /** 1 for the first session of the request; 0 until the session was verified. */
  public int attempt() {
    return rounds == null ? 0 : rounds.facts().terms().attempt();
  }

  /** The recomputed election; empty until the session was verified. */
  public Optional<Election> election() {
    return Optional.ofNullable(rounds).map(known -> known.facts().election());
  }

  /** How the session ended; empty while it runs. */
  public Optional<Outcome> outcome() {
    return Optional.ofNullable(finale.outcome());
  }

  /** Where the broadcast of the result stands. */
  public BroadcastDuty broadcast() {
    return broadcast;
  }

  /** When this signer stops waiting for the phase to end, in milliseconds since 1970. */
  public long deadline() {
    return deadline.at();
  }

  /** The services reported something; in order, each once. */
  public List<Action> onEvent(EventData data, long now) {
    queued.add(data);
    return drain(new ArrayList<>(), now);
  }

  /** The signed request was fetched. */
  public List<Action> onRequest(Envelope fetched, long now) {
    opening.fetched(fetched);
    return opened(new ArrayList<>(), now);
  }

  /** All contributions of a kind were fetched, in signer order. */
  public List<Action> onContributions(ContributionKind kind, List<Envelope> fetched, long now) {
    List<Action> actions = new ArrayList<>();
    if (kind == ContributionKind.JOINS) {
      opening.fetched(fetched);
      return opened(actions, now);
    }
    EventData waiting = fetchingFor;
    fetchingFor = null;
    if (waiting != null) {
      finale.guard(actions, () -> takeSet(waiting, fetched, now, actions));
    }
    return drain(actions, now);
  }

  /** Something that is needed cannot be fetched. */
  public List<Action> onUnavailable(Refusal refusal) {
    List<Action> actions = new ArrayList<>();
    finale.giveUp(refusal.code(), String.valueOf(refusal.getMessage()), actions);
    return actions;
  }

  /** How the session stands, as asked for by {@link Action.Look}. */
  public List<Action> onStatus(SessionStatus status, long now) {
    List<Action> actions = new ArrayList<>();
    Rounds known = rounds;
    if (known != null && known.isLooking()) {
      finale.guard(
          actions,
          () -> {
            if (!status.phase().ended()) {
              DistrustException.unless(!superseded, Lie.ATTEMPT);
              deadline.requireAlive(known.facts().request(), now);
            }
            known.looked(status, actions);
          });
    }
    return drain(actions, now);
  }

  /**
   * Starts a round, where rounds do not start by themselves.
   *
   * @throws Refusal with {@code WRONG_PHASE} if it cannot start now
   */
  public List<Action> start(Round round) {
    if (rounds == null || finale.isReached()) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "the session does not run");
    }
    List<Action> actions = new ArrayList<>();
    rounds.start(round, actions);
    return actions;
  }

  /** The policy's answer to {@link Action.AskPolicy}. */
  public List<Action> onDecision(boolean approved, String reason) {
    List<Action> actions = new ArrayList<>();
    Rounds known = rounds;
    if (known != null) {
      finale.guard(actions, () -> known.decided(approved, reason, actions));
    }
    return actions;
  }

  /** A contribution was refused for good. */
  public List<Action> onRefused(Refusal refusal) {
    List<Action> actions = new ArrayList<>();
    finale.refused(refusal, actions);
    return actions;
  }

  /** What was asked for where the private keys are, if they are not here. */
  public List<Action> onGiven(KeyAnswer given) {
    List<Action> actions = new ArrayList<>();
    Rounds known = rounds;
    if (known != null) {
      finale.guard(actions, () -> known.given(given, actions));
    }
    return actions;
  }

  /** Time passed. */
  public List<Action> onTime(long now) {
    List<Action> actions = new ArrayList<>();
    if (deadline.isPassed(now)) {
      finale.giveUp(ErrorCode.TIMEOUT, "the services did not end the session in time", actions);
    }
    return actions;
  }

  /** Contributes nothing more, and forgets the nonces; still hears how the session ends. */
  public void withdraw() {
    withdrawn = true;
    if (rounds != null) {
      rounds.watch();
    }
  }

  private List<Action> drain(List<Action> actions, long now) {
    while (!queued.isEmpty() && !isWaiting()) {
      EventData data = queued.remove();
      finale.guard(actions, () -> take(data, now, actions));
    }
    return actions;
  }

  private boolean isWaiting() {
    boolean looking = rounds != null && rounds.isLooking();
    return !finale.isReached() && (fetchingFor != null || opening.isWaiting() || looking);
  }

  private void take(EventData data, long now, List<Action> actions)
      throws DistrustException, StopException {
    if (data instanceof SessionReady ready) {
      if (!finale.isReached() && opening.announced(ready, actions)) {
        opened(actions, now);
      }
    } else if (data instanceof NonceCommitmentsComplete || data instanceof NoncesComplete) {
      takeSet(data, null, now, actions);
    } else if (data instanceof SessionComplete complete) {
      complete(complete, actions);
    } else {
      Outcome.NotSigned ending = Endings.of(data);
      if (ending == null || !finale.isReached()) {
        broadcast.follow(data, election().map(Election::priorityList).orElse(List.of()));
        actions.add(new Action.Report(data));
      }
      if (ending != null) {
        finale.reach(ending, actions);
      }
    }
  }

  private List<Action> opened(List<Action> actions, long now) {
    ReadyCheck check = opening.check(signer);
    if (check != null && !finale.isReached()) {
      finale.guard(actions, () -> open(check, now, actions));
    }
    return drain(actions, now);
  }

  private void open(ReadyCheck check, long now, List<Action> actions)
      throws DistrustException, StopException {
    VerifiedRequest verified = check.request(settings.prior());
    request = verified;
    finale.of(verified);
    SessionFacts facts = check.facts(id, verified);
    Rounds opened = new Rounds(facts, signer, check.access(verified), settings.automatic());
    int attempt = opened.facts().terms().attempt();
    superseded = !attempts.admit(verified.id(), attempt);
    rounds = opened;
    finale.of(opened);
    deadline.extend(verified, now);
    actions.add(new Action.Report(check.ready()));
    if (withdrawn || attempts.isWithdrawn(verified.id())) {
      opened.watch();
      actions.add(
          new Action.StayOut("this signer has not agreed to the request, or has withdrawn"));
    } else if (settings.prior().fresh() && attempt == 1 && !superseded) {
      deadline.requireAlive(verified, now);
      opened.ready(actions);
    } else {
      actions.add(new Action.Look());
    }
  }

  private void takeSet(
      EventData data, @Nullable List<Envelope> fetched, long now, List<Action> actions)
      throws DistrustException, StopException {
    Rounds known = rounds;
    if (finale.isReached() || known == null) {
      return;
    }
    Rounds.Taken taken = known.take(data, fetched, actions);
    fetchingFor = taken == Rounds.Taken.TO_FETCH ? data : null;
    if (taken == Rounds.Taken.SEEN) {
      deadline.extend(known.facts().request(), now);
    }
  }

  private void complete(SessionComplete complete, List<Action> actions) throws DistrustException {
    if (finale.isReached()) {
      return;
    }
    Rounds known = rounds;
    if (known == null) {
      throw new DistrustException(Lie.PHASE);
    }
    new SetCheck(signer.engine(), known.facts()).signatures(complete.signatures());
    actions.add(new Action.Report(complete));
    finale.reach(new Outcome.Signed(complete.signatures()), actions);
  }
}
