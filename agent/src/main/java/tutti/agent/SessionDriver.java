package tutti.agent;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Action;
import tutti.agent.session.Outcome;
import tutti.agent.session.Round;
import tutti.agent.session.SignerSession;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Signature;
import tutti.protocol.Election;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionRetried;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.SessionStatus;

/** Does what a {@link SignerSession} wants done, and brings it the answers. */
final class SessionDriver {
  private final AgentContext context;
  private final SignerSession session;
  private final SessionDesk desk;
  private final SessionVoice voice;
  private final SessionOrders orders;
  private final PolicyDesk policy;
  private final SessionArchive archive;
  private final BroadcastDesk broadcast;
  private final PsbtDesk transaction;
  private final SessionSync sync;
  private final CompletableFuture<List<Signature>> signatures = new CompletableFuture<>();
  private final CompletableFuture<SessionDriver> known = new CompletableFuture<>();

  private long endedAt = Long.MAX_VALUE;
  private @Nullable CompletableFuture<SessionReply> contributed;

  SessionDriver(AgentContext context, Scribe scribe, SignerSession session, SessionDesk desk) {
    this.context = context;
    this.session = session;
    this.desk = desk;
    this.voice = new SessionVoice(context, scribe);
    this.orders = new SessionOrders(context, session, voice);
    this.archive = new SessionArchive(context, session.id());
    this.policy = new PolicyDesk(context);
    this.broadcast = new BroadcastDesk(context, session, orders);
    this.transaction = new PsbtDesk(context, session.id(), archive);
    this.sync = new SessionSync(context, archive, this);
  }

  SessionId id() {
    return session.id();
  }

  SignerSession session() {
    return session;
  }

  SessionOrders orders() {
    return orders;
  }

  CompletableFuture<List<Signature>> signatures() {
    return signatures;
  }

  /** Completes once the session was verified, or was found not to be verifiable. */
  CompletableFuture<SessionDriver> known() {
    return known;
  }

  CompletableFuture<Election> election() {
    return CompletableFuture.completedFuture(
        session
            .election()
            .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "the session was not verified")));
  }

  /** Whether it ended before anything of it was seen, so that it may be looked for again. */
  boolean isForgotten() {
    return session.outcome().isPresent() && session.request().isEmpty();
  }

  /** Whether nothing more is expected to happen. */
  boolean isOver(long now) {
    return session.outcome().isPresent() && !broadcast.isOpen(now, endedAt);
  }

  /** When the session ended for this signer; far in the future while it runs. */
  long endedAt() {
    return endedAt;
  }

  /** Something arrived at the inbox. */
  void onEvent(Event event) {
    sync.onEvent(event);
    broadcast.settle();
  }

  void onTick(long now) {
    perform(session.onTime(now));
    boolean quiet = now - sync.lastHeard() > context.limit(Limit.SYNC_INTERVAL);
    if (quiet && !isOver(now)) {
      sync();
    }
  }

  /** Asks for what was missed. */
  void sync() {
    sync.run();
  }

  CompletableFuture<SessionReply> start(Round round) {
    contributed = new CompletableFuture<>();
    CompletableFuture<SessionReply> answer = contributed;
    perform(session.start(round));
    return answer;
  }

  /** Contributes nothing more; the nonces are wiped. */
  void withdraw() {
    session.withdraw();
    voice.silence();
  }

  /** Stops for good. */
  void close(SigningFailedException reason) {
    withdraw();
    broadcast.close();
    if (contributed != null) {
      contributed.completeExceptionally(reason);
    }
    signatures.completeExceptionally(reason);
    known.completeExceptionally(reason);
  }

  /** The services said how the session stands. */
  void onStatus(SessionStatus status) {
    perform(session.onStatus(status, context.now()));
    Integer self = session.request().map(VerifiedRequest::signerIndex).orElse(-1);
    if (status.awaiting().contains(self) && session.outcome().isEmpty()) {
      voice.repeat(status.phase(), session.deadline());
    }
  }

  /** The events that are known now, in order. */
  void feed(List<Event> events) {
    for (Event event : events) {
      Lookout.decode(event).ifPresent(data -> perform(session.onEvent(data, context.now())));
    }
  }

  /** The services do not know the session any more. */
  void onGone(Refusal refusal) {
    perform(session.onUnavailable(refusal));
  }

  /** Asking has come to an end, with an answer or without. */
  void onSynced() {
    broadcast.settle();
  }

  private void perform(List<Action> actions) {
    for (Action action : actions) {
      if (action instanceof Action.Contribute contribute) {
        contribute(contribute.contribution());
      } else if (action instanceof Action.Look) {
        sync();
      } else if (action instanceof Action.FetchRequest) {
        answer(archive.request(), request -> session.onRequest(request, context.now()));
      } else if (action instanceof Action.FetchContributions fetch) {
        ContributionKind kind = fetch.kind();
        answer(
            archive.contributions(kind), set -> session.onContributions(kind, set, context.now()));
      } else if (action instanceof Action.AskPolicy) {
        askPolicy();
      } else if (action instanceof Action.AskNonces || action instanceof Action.AskPartialSigs) {
        answer(desk.wallet().answer(session.request().orElseThrow(), action), session::onGiven);
      } else {
        report(action);
      }
    }
    if (session.election().isPresent()) {
      known.complete(this);
    }
  }

  private void report(Action action) {
    RequestId request = session.request().map(VerifiedRequest::id).orElse(null);
    if (action instanceof Action.Report report) {
      context.tell(new AgentEvent.Happened(report.data()));
      if (report.data() instanceof SessionRetried retried) {
        desk.contact(retried.nextSessionId());
      }
    } else if (action instanceof Action.Expose expose) {
      context.tell(new AgentEvent.LieDetected(request, id(), expose.lie(), expose.detail()));
    } else if (action instanceof Action.Abort abort && request != null) {
      Completion.detach(
          orders
              .abort(abort.code(), abort.reason())
              .exceptionally(error -> unheard("abort", Completion.refusal(error))));
    } else if (action instanceof Action.StayOut out && request != null) {
      context.tell(new AgentEvent.Rejected(request, id(), out.reason()));
    } else if (action instanceof Action.ShowNonces shown) {
      session.request().ifPresent(of -> transaction.nonces(of, shown.nonces()));
    } else if (action instanceof Action.Finish finish) {
      finish(finish.outcome());
    }
  }

  private void contribute(Contribution contribution) {
    CompletableFuture<SessionReply> started =
        contributed == null ? new CompletableFuture<>() : contributed;
    Completion.detach(
        voice
            .contribute(contribution, session.deadline())
            .whenComplete(
                (reply, error) -> {
                  Completion.pass(started, reply, error);
                  if (error != null) {
                    unheard(contribution.getClass().getSimpleName(), Completion.refusal(error));
                    perform(session.onRefused(Completion.refusal(error)));
                  }
                }));
  }

  private void askPolicy() {
    VerifiedRequest request = session.request().orElseThrow();
    Completion.detach(
        policy
            .askToSign(request, id(), session.attempt())
            .thenAccept(
                decision -> {
                  String reason = String.valueOf(decision.reason());
                  if (decision.isRefusal()) {
                    desk.attempts().withdraw(request.id());
                  }
                  if (!decision.approved()) {
                    context.tell(new AgentEvent.Rejected(request.id(), id(), reason));
                  }
                  perform(session.onDecision(decision.approved(), reason));
                }));
  }

  private <T> void answer(CompletableFuture<T> fetched, Function<T, List<Action>> input) {
    Completion.detach(
        fetched.whenComplete(
            (value, error) ->
                perform(
                    error == null
                        ? input.apply(value)
                        : session.onUnavailable(Completion.refusal(error)))));
  }

  private @Nullable SessionReply unheard(String what, Refusal refusal) {
    context.tell(
        new AgentEvent.Unheard(id(), what, refusal.code(), String.valueOf(refusal.getMessage())));
    return null;
  }

  private void finish(Outcome outcome) {
    endedAt = context.now();
    VerifiedRequest request = session.request().orElse(null);
    Completion.detach(
        new Proofs(context)
            .proven(id(), outcome)
            .thenCompose(proven -> transaction.ended(request, proven))
            .thenAccept(this::settle));
  }

  private void settle(Outcome outcome) {
    if (session.election().isPresent()) {
      known.complete(this); // what ended can still be retried
    }
    context.tell(new AgentEvent.SessionEnded(id(), outcome));
    if (outcome instanceof Outcome.Signed signed) {
      signatures.complete(signed.signatures());
    } else if (outcome instanceof Outcome.NotSigned failed) {
      var ending = SigningFailedException.Ending.valueOf(failed.phase().name());
      var reason = new SigningFailedException(ending, failed.failure(), id());
      signatures.completeExceptionally(reason);
      known.completeExceptionally(reason);
      if (contributed != null) {
        contributed.completeExceptionally(reason);
      }
      voice.silence();
    }
  }
}
