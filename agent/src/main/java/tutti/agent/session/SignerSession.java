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
import tutti.protocol.event.SessionClosed;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionStatus;

/**
 * One session as one signer sees it. It takes what the services say, in order, and answers with
 * what is to be done; it believes nothing that it can check, and contributes only what it can stand
 * for.
 *
 * <pre>
 *   NEW --ready--> LOOKING --status--> READY --> COMMITTED --commitments--> COMMITMENTS_SEEN
 *                     |                  |                                        |
 *                  WATCHING              +--------- without commitments ----> NONCE_SHARED
 *               (already over)                                                    | nonces
 *                                                              NONCES_SEEN --> DECIDING --> SIGNED
 *   from any of them: ENDED, with the nonces wiped
 * </pre>
 *
 * <p>Not safe for use by several threads. Nothing here waits, sends or reads a clock.
 */
public final class SignerSession {
  private enum Step {
    NEW,
    LOOKING,
    WATCHING,
    READY,
    COMMITTED,
    COMMITMENTS_SEEN,
    NONCE_SHARED,
    NONCES_SEEN,
    DECIDING,
    SIGNED,
    ENDED
  }

  private final SessionId id;
  private final Signer signer;
  private final SessionSettings settings;
  private final Attempts attempts;
  private final Deque<EventData> queued = new ArrayDeque<>();
  private final Opening opening = new Opening();
  private final BroadcastDuty broadcast = new BroadcastDuty();

  private Step step = Step.NEW;
  private long deadline;
  private boolean withdrawn;
  private boolean superseded;
  private @Nullable EventData fetchingFor;
  private @Nullable VerifiedRequest request;
  private @Nullable SessionFacts facts;
  private @Nullable Contributing contributing;
  private @Nullable Outcome outcome;

  public SignerSession(
      SessionId id, Signer signer, SessionSettings settings, Attempts attempts, long now) {
    this.id = id;
    this.signer = signer;
    this.settings = settings;
    this.attempts = attempts;
    this.deadline = now + settings.phaseTimeout() + settings.grace();
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
    return facts == null ? 0 : facts.terms().attempt();
  }

  /** The recomputed election; empty until the session was verified. */
  public Optional<Election> election() {
    return Optional.ofNullable(facts).map(SessionFacts::election);
  }

  /** How the session ended; empty while it runs. */
  public Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** Where the broadcast of the result stands. */
  public BroadcastDuty broadcast() {
    return broadcast;
  }

  /** When this signer stops waiting for the phase to end, in milliseconds since 1970. */
  public long deadline() {
    return deadline;
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
    if (waiting != null && step != Step.ENDED) {
      guarded(actions, () -> takeSet(waiting, fetched, now, actions));
    }
    return drain(actions, now);
  }

  /** Something that is needed cannot be fetched. */
  public List<Action> onUnavailable(Refusal refusal) {
    List<Action> actions = new ArrayList<>();
    giveUp(refusal.code(), String.valueOf(refusal.getMessage()), actions);
    return actions;
  }

  /** How the session stands, as asked for by {@link Action.Look}. */
  public List<Action> onStatus(SessionStatus status, long now) {
    List<Action> actions = new ArrayList<>();
    if (step == Step.LOOKING && facts != null) {
      if (status.phase().ended()) {
        step = Step.WATCHING;
      } else if (superseded) {
        distrust(new DistrustException(Lie.ATTEMPT), actions);
      } else if (status.phase() == ReadyCheck.firstPhase(facts)
          && status.awaiting().contains(facts.signerIndex())) {
        step = Step.READY;
        proceed(actions);
      } else {
        loseNonce(actions);
      }
    }
    return drain(actions, now);
  }

  /**
   * Starts a round, where rounds do not start by themselves.
   *
   * @throws Refusal with {@code WRONG_PHASE} if it cannot start now
   */
  public List<Action> start(Round round) {
    if (contributing == null || step != stepBefore(round, contributing.withCommitments())) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "round %s cannot start now".formatted(round));
    }
    List<Action> actions = new ArrayList<>();
    begin(contributing, actions);
    return actions;
  }

  /** The policy's answer to {@link Action.AskPolicy}. */
  public List<Action> onDecision(boolean approved, String reason) {
    List<Action> actions = new ArrayList<>();
    if (step == Step.DECIDING && contributing != null) {
      if (approved) {
        sign(contributing, actions);
      } else {
        abort(ErrorCode.REFUSED_BY_POLICY, reason, actions);
      }
    }
    return actions;
  }

  /** A contribution was refused for good. */
  public List<Action> onRefused(Refusal refusal) {
    List<Action> actions = new ArrayList<>();
    if (step == Step.ENDED) {
      return actions;
    }
    switch (refusal.code()) {
      // What became of the session is in its events.
      case WRONG_PHASE, EQUIVOCATION, NOT_FOUND, TIMEOUT, UNAVAILABLE, NO_QUORUM, OVERLOADED ->
          actions.add(new Action.Look());
      case CONFLICT -> distrust(new DistrustException(Lie.TRANSCRIPT), actions);
      default -> abort(refusal.code(), "refused: " + refusal.getMessage(), actions);
    }
    return actions;
  }

  /** Time passed. */
  public List<Action> onTime(long now) {
    List<Action> actions = new ArrayList<>();
    if (now > deadline) {
      giveUp(ErrorCode.TIMEOUT, "the services did not end the session in time", actions);
    }
    return actions;
  }

  /** Contributes nothing more, and forgets the nonces; still hears how the session ends. */
  public void withdraw() {
    withdrawn = true;
    wipe();
    if (step != Step.ENDED && step != Step.NEW) {
      step = Step.WATCHING;
    }
  }

  private List<Action> drain(List<Action> actions, long now) {
    while (!queued.isEmpty()
        && fetchingFor == null
        && !opening.isWaiting()
        && step != Step.LOOKING) {
      EventData data = queued.remove();
      guarded(actions, () -> take(data, now, actions));
    }
    return actions;
  }

  private void take(EventData data, long now, List<Action> actions) throws DistrustException {
    if (data instanceof SessionReady ready) {
      if (step == Step.NEW && request == null) {
        opening.announced(ready, actions);
        opened(actions, now);
      }
    } else if (data instanceof NonceCommitmentsComplete || data instanceof NoncesComplete) {
      takeSet(data, null, now, actions);
    } else if (data instanceof SessionComplete complete) {
      complete(complete, actions);
    } else {
      Outcome.NotSigned ending = Endings.of(data);
      if (ending == null || outcome == null || data instanceof SessionClosed) {
        broadcast.follow(data, election().map(Election::priorityList).orElse(List.of()));
        actions.add(new Action.Report(data));
      }
      if (ending != null) {
        finish(ending, actions);
      }
    }
  }

  private List<Action> opened(List<Action> actions, long now) {
    ReadyCheck check = opening.check(signer);
    if (check != null && step == Step.NEW && request == null) {
      guarded(actions, () -> open(check, now, actions));
    }
    return drain(actions, now);
  }

  private void open(ReadyCheck check, long now, List<Action> actions) throws DistrustException {
    VerifiedRequest verified = check.request();
    request = verified;
    SessionFacts known = check.facts(id, verified);
    // A session opens before its request's end, and this is still its first phase.
    DistrustException.unless(
        withdrawn || now <= verified.request().expiresAt() + phaseTimeout(verified),
        Lie.REQUEST_EXPIRED);
    facts = known;
    contributing = new Contributing(signer, known);
    superseded = !attempts.admit(verified.id(), known.terms().attempt());
    extendDeadline(now);
    actions.add(new Action.Report(check.ready()));
    if (withdrawn) {
      step = Step.WATCHING;
    } else if (settings.fresh() && known.terms().attempt() == 1 && !superseded) {
      step = Step.READY;
      proceed(actions);
    } else {
      step = Step.LOOKING;
      actions.add(new Action.Look());
    }
  }

  /** A set is complete; what is too large for the event is fetched first. */
  private void takeSet(
      EventData data, @Nullable List<Envelope> fetched, long now, List<Action> actions)
      throws DistrustException {
    if (step == Step.WATCHING) {
      actions.add(new Action.Report(data));
    } else if (data instanceof NonceCommitmentsComplete shown) {
      if (step == Step.COMMITTED && contributing != null) {
        if (mustFetch(shown.commitments(), fetched)) {
          fetch(data, ContributionKind.NONCE_COMMITMENTS, actions);
          return;
        }
        contributing.commitmentsSeen(shown, fetched);
        enter(Step.COMMITMENTS_SEEN, data, now, actions);
      } else if (step == Step.READY) {
        loseNonce(actions);
      }
    } else if (data instanceof NoncesComplete shown) {
      if (step == Step.NONCE_SHARED && contributing != null) {
        if (mustFetch(shown.pubnonces(), fetched)) {
          fetch(data, ContributionKind.NONCES, actions);
          return;
        }
        contributing.noncesSeen(shown, fetched);
        enter(Step.NONCES_SEEN, data, now, actions);
      } else if (step == Step.READY) {
        loseNonce(actions);
      } else {
        DistrustException.unless(
            step != Step.NEW && step != Step.COMMITTED && step != Step.COMMITMENTS_SEEN, Lie.PHASE);
      }
    }
  }

  private static boolean mustFetch(@Nullable List<?> inline, @Nullable List<Envelope> fetched) {
    return inline == null && fetched == null;
  }

  private void fetch(EventData data, ContributionKind kind, List<Action> actions) {
    fetchingFor = data;
    actions.add(new Action.FetchContributions(kind));
  }

  private void enter(Step next, EventData data, long now, List<Action> actions) {
    step = next;
    extendDeadline(now);
    actions.add(new Action.Report(data));
    proceed(actions);
  }

  private void proceed(List<Action> actions) {
    if (settings.automatic() && contributing != null) {
      begin(contributing, actions);
    }
  }

  private void begin(Contributing own, List<Action> actions) {
    if (step == Step.READY && own.withCommitments()) {
      step = Step.COMMITTED;
      actions.add(new Action.Contribute(own.commitment()));
    } else if (step == Step.READY || step == Step.COMMITMENTS_SEEN) {
      step = Step.NONCE_SHARED;
      actions.add(new Action.Contribute(own.nonce()));
    } else {
      step = Step.DECIDING;
      actions.add(new Action.AskPolicy());
    }
  }

  private void sign(Contributing own, List<Action> actions) {
    try {
      step = Step.SIGNED;
      actions.add(new Action.Contribute(own.signature()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      abort(ErrorCode.INTERNAL, "this signer could not sign", actions);
    }
  }

  private void complete(SessionComplete complete, List<Action> actions) throws DistrustException {
    if (step == Step.ENDED) {
      return;
    }
    if (facts == null) {
      throw new DistrustException(Lie.PHASE);
    }
    new SetCheck(signer.engine(), facts).signatures(complete.signatures());
    actions.add(new Action.Report(complete));
    finish(new Outcome.Signed(complete.signatures()), actions);
  }

  private void loseNonce(List<Action> actions) {
    abort(ErrorCode.NONCE_LOST, "this signer no longer holds its nonce", actions);
  }

  private void abort(ErrorCode code, String reason, List<Action> actions) {
    actions.add(new Action.Abort(code, reason));
    Integer self = request == null ? null : request.signerIndex();
    finish(Endings.aborted(code, reason, self), actions);
  }

  private void distrust(DistrustException found, List<Action> actions) {
    if (step == Step.ENDED) {
      return;
    }
    if (request != null) {
      actions.add(new Action.Abort(found.lie().code(), found.detail()));
    }
    actions.add(new Action.Expose(found.lie(), found.detail()));
    finish(Endings.failed(found.lie().code(), found.detail(), null), actions);
  }

  private void giveUp(ErrorCode code, String message, List<Action> actions) {
    var failure = new SessionFailure(code, message, null, null, null);
    finish(new Outcome.NotSigned(SessionPhase.EXPIRED, failure), actions);
  }

  private void finish(Outcome reached, List<Action> actions) {
    wipe();
    if (step != Step.ENDED) {
      step = Step.ENDED;
      outcome = reached;
      fetchingFor = null;
      actions.add(new Action.Finish(reached));
    }
  }

  private void wipe() {
    if (contributing != null) {
      contributing.wipe();
    }
    contributing = null;
  }

  private void extendDeadline(long now) {
    if (request != null) {
      deadline = now + phaseTimeout(request) + settings.grace();
    }
  }

  private long phaseTimeout(VerifiedRequest verified) {
    Long shorter = verified.request().optionsOrDefault().phaseTimeout();
    return shorter == null ? settings.phaseTimeout() : Math.min(shorter, settings.phaseTimeout());
  }

  private static @Nullable Step stepBefore(Round round, boolean withCommitments) {
    return switch (round) {
      case NONCE_COMMITMENT -> withCommitments ? Step.READY : null;
      case NONCE -> withCommitments ? Step.COMMITMENTS_SEEN : Step.READY;
      case PARTIAL_SIGNATURE -> Step.NONCES_SEEN;
    };
  }

  private void guarded(List<Action> actions, Check check) {
    try {
      check.run();
    } catch (DistrustException found) {
      distrust(found, actions);
    }
  }

  /** A piece of work that may find a lie. */
  private interface Check {
    void run() throws DistrustException;
  }
}
