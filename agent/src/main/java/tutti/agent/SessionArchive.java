package tutti.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsPage;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionDescriptor;
import tutti.protocol.session.SessionQuery;
import tutti.protocol.session.SessionStatus;

/** What the services keep about one session, for reading. */
final class SessionArchive {
  private static final long LONGEST_PAUSE = 1_000;

  private final AgentContext context;
  private final SessionId id;

  SessionArchive(AgentContext context, SessionId id) {
    this.context = context;
    this.id = id;
  }

  CompletableFuture<SessionStatus> status() {
    return read(SessionApi.STATUS, new SessionQuery(id));
  }

  CompletableFuture<Envelope> request() {
    return need(SessionApi.GET, new SessionQuery(id), new Absence())
        .thenApply(SessionDescriptor::request);
  }

  CompletableFuture<EventsPage> events(long after) {
    return read(SessionApi.EVENTS, new EventsQuery(id, after));
  }

  /** All contributions of a kind, page by page. */
  CompletableFuture<List<Envelope>> contributions(ContributionKind kind) {
    return contributions(kind, 0, new ArrayList<>());
  }

  private CompletableFuture<List<Envelope>> contributions(
      ContributionKind kind, int from, List<Envelope> before) {
    return need(
            SessionApi.CONTRIBUTIONS, new ContributionsQuery(id, kind, from, null), new Absence())
        .thenCompose(page -> append(kind, from, before, page));
  }

  private CompletableFuture<List<Envelope>> append(
      ContributionKind kind, int from, List<Envelope> before, ContributionsPage page) {
    before.addAll(page.contributions());
    Integer next = page.next();
    if (next == null) {
      return CompletableFuture.completedFuture(before);
    }
    if (next <= from || next > context.limit(Limit.SIGNERS_PER_REQUEST)) {
      return CompletableFuture.failedFuture(
          Refusal.of(ErrorCode.MALFORMED, "pages that do not end"));
    }
    return contributions(kind, next, before);
  }

  /** Reads what the session cannot go on without. */
  private <Q, R> CompletableFuture<R> need(Operation<Q, R> operation, Q query, Absence absence) {
    return read(operation, query)
        .exceptionallyCompose(
            error ->
                Completion.refusal(error).code() == ErrorCode.NOT_FOUND
                        && !absence.lasts(Absence.patience(context), context.now())
                    ? later(() -> need(operation, query, absence))
                    : CompletableFuture.failedFuture(error));
  }

  private <R> CompletableFuture<R> later(Supplier<CompletableFuture<R>> reading) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    context
        .scheduler()
        .later(
            Math.min(LONGEST_PAUSE, context.limit(Limit.SYNC_INTERVAL) / 2),
            context.executor(),
            () ->
                Completion.detach(
                    reading
                        .get()
                        .whenComplete((value, error) -> Completion.pass(answer, value, error))));
    return answer;
  }

  private <Q, R> CompletableFuture<R> read(Operation<Q, R> operation, Q query) {
    return context.calls().call(operation, query, context.callDeadline());
  }
}
