package tutti.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.DistrustException;
import tutti.agent.session.Prior;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.protocol.event.RequestReceived;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;

/** All requests that name one signer: hears of them, looks for them, verifies them. */
final class RequestDesk {
  private static final List<RequestState> WAITING = List.of(RequestState.OPEN);
  private static final List<RequestState> ALIVE = List.of(RequestState.OPEN, RequestState.READY);

  private final AgentContext context;
  private final Scribe scribe;
  private final SessionDesk sessions;
  private final JoinDesk joins;
  private final RequestArchive archive;
  private final RequestBook requests;
  private boolean searching;
  private boolean recovered;
  private long lastSearch;

  RequestDesk(AgentContext context, Scribe scribe, SessionDesk sessions) {
    this.context = context;
    this.scribe = scribe;
    this.sessions = sessions;
    this.joins = new JoinDesk(context, scribe, sessions.attempts());
    this.archive = new RequestArchive(context);
    this.requests = new RequestBook(context.limit(Limit.UNDECIDED_BYTES), context::tell);
    sessions.onNewcomer(this::adopt);
  }

  CompletableFuture<SigningHandle> announce(SigningRequest request) {
    Envelope announcement = scribe.sign(RequestApi.ANNOUNCE.type(), request);
    RequestId id = RequestId.ofBody(CanonicalJson.of(announcement.body()));
    if (!request.creator().equals(context.self())) {
      throw Refusal.ofField(ErrorCode.NOT_A_PARTICIPANT, "creator", "is not this signer");
    }
    int index = request.orderedKeys().indexOf(context.self());
    RequestTracker tracker =
        requests.keepOwn(new VerifiedRequest(id, announcement, request, index));
    CompletableFuture<List<Signature>> signatures = new CompletableFuture<>();
    Completion.pass(tracker.signatures(), signatures, context.pool());
    return joins
        .announce(tracker)
        .thenApply(reply -> new SigningHandle(id, reply, signatures))
        .whenComplete((handle, error) -> forgetUnheard(tracker, error));
  }

  CompletableFuture<List<RequestView>> find() {
    return archive
        .find(WAITING)
        .thenApply(
            views ->
                views.stream()
                    .filter(view -> verify(view.requestId(), view.request()).isPresent())
                    .toList());
  }

  CompletableFuture<RequestReply> join(RequestId id) {
    return tracked(id).thenCompose(joins::join);
  }

  CompletableFuture<RequestReply> decline(RequestId id, String reason) {
    sessions.withdraw(id);
    return tracked(id).thenCompose(tracker -> joins.decline(tracker, reason));
  }

  CompletableFuture<RequestReply> cancel(RequestId id, String reason) {
    sessions.withdraw(id);
    return joins.cancel(id, reason);
  }

  CompletableFuture<List<Signature>> signatures(RequestId id) {
    return tracked(id).thenCompose(RequestTracker::signatures);
  }

  /** What is known of a request whose session opens; fresh only the first time. */
  Prior prior(RequestId id) {
    RequestTracker tracker = requests.get(id);
    return tracker == null ? Prior.NOTHING : new Prior(tracker.verified(), tracker.takeFresh());
  }

  void onEvent(RequestId id, Event event, EventData data) {
    RequestTracker tracker = requests.get(id);
    if (data instanceof RequestReceived received && received.requestId().equals(id)) {
      if (tracker == null) {
        shown(id, received.request());
      }
    } else if (tracker != null && tracker.hears(event.number())) {
      context.tell(new AgentEvent.Happened(data));
      RequestEnding ending = RequestEnding.of(data, tracker.verified().request());
      if (ending != null) {
        tracker.end(ending.toException());
      }
    }
  }

  void onTick(long now) {
    boolean waiting = requests.all().stream().anyMatch(RequestTracker::isOpen);
    long pause = context.limit(Limit.SYNC_INTERVAL) * (waiting ? 1 : 3);
    if (now - lastSearch >= pause) {
      search();
    }
    long grace = 2 * context.limit(Limit.SYNC_INTERVAL) + context.limit(Limit.TIMESTAMP_SKEW);
    long retention = grace + context.limit(Limit.RETENTION);
    for (RequestTracker tracker : requests.all()) {
      long age = now - tracker.verified().request().expiresAt();
      if (tracker.isOpen() && age > grace) {
        tracker.end(RequestEnding.expired(List.of()).toException());
      }
      if (age > retention) {
        requests.remove(tracker.verified().id());
      }
    }
  }

  /** Looks for requests that this signer has not heard of, or not heard the end of. */
  void search() {
    if (searching) {
      return;
    }
    searching = true;
    lastSearch = context.now();
    Set<RequestId> open = new HashSet<>();
    for (RequestTracker tracker : requests.all()) {
      if (tracker.isOpen() && !tracker.isDeciding()) {
        open.add(tracker.verified().id());
      }
    }
    Completion.detach(
        archive
            .find(recovered ? WAITING : ALIVE)
            .whenComplete((views, error) -> found(open, error == null ? views : null)));
  }

  void close(SigningFailedException reason) {
    requests.all().forEach(tracker -> tracker.end(reason));
  }

  private void found(Set<RequestId> open, @Nullable List<RequestView> views) {
    searching = false;
    if (views != null) {
      recovered = true;
      views.forEach(this::apply);
      views.forEach(view -> open.remove(view.requestId()));
      open.forEach(this::recheck); // no longer listed as waiting
    }
  }

  private void shown(RequestId id, @Nullable Envelope announcement) {
    if (announcement == null) {
      recheck(id);
    } else {
      offered(id, announcement).ifPresent(joins::consider);
    }
  }

  private void recheck(RequestId id) {
    Completion.detach(
        archive
            .get(id)
            .whenComplete(
                (view, error) -> {
                  if (error == null) {
                    apply(view);
                  } else if (Completion.refusal(error).code() == ErrorCode.NOT_FOUND) {
                    forgotten(id);
                  }
                }));
  }

  private void forgotten(RequestId id) {
    RequestTracker tracker = requests.get(id);
    if (tracker != null
        && tracker.isOpen()
        && tracker.absence().lasts(Absence.patience(context), context.now())) {
      tracker.end(RequestEnding.forgotten().toException());
    }
  }

  private void apply(RequestView view) {
    RequestTracker tracker =
        Optional.ofNullable(requests.get(view.requestId())).or(() -> offered(view)).orElse(null);
    if (tracker == null) {
      return;
    }
    tracker.absence().over();
    if (!view.awaiting().contains(tracker.verified().signerIndex())) {
      tracker.joined(false);
    }
    RequestEnding ending = RequestEnding.of(view, tracker.verified().request());
    if (ending != null) {
      tracker.end(ending.toException());
    } else if (view.state() == RequestState.OPEN) {
      joins.consider(tracker);
    } else if (tracker.isOpen()) {
      sessions.contact(tracker.firstSession());
    }
  }

  /** What is ready this signer has joined, perhaps in an earlier life. */
  private Optional<RequestTracker> offered(RequestView view) {
    return view.state() == RequestState.READY
        ? verify(view.requestId(), view.request()).map(requests::keep)
        : offered(view.requestId(), view.request());
  }

  private Optional<RequestTracker> offered(RequestId id, Envelope announcement) {
    return requests.isPassedOver(id)
        ? Optional.empty()
        : verify(id, announcement).flatMap(requests::offer);
  }

  private Optional<VerifiedRequest> verify(RequestId id, Envelope announcement) {
    try {
      return Optional.of(
          VerifiedRequest.of(context.signer().engine(), announcement, id, context.self()));
    } catch (DistrustException found) {
      context.tell(new AgentEvent.LieDetected(id, null, found.lie(), found.detail()));
      return Optional.empty();
    }
  }

  private CompletableFuture<RequestTracker> tracked(RequestId id) {
    RequestTracker tracker = requests.get(id);
    if (tracker != null) {
      return CompletableFuture.completedFuture(tracker);
    }
    return archive
        .get(id)
        .thenApply(
            view -> {
              VerifiedRequest verified =
                  verify(id, view.request())
                      .orElseThrow(() -> Refusal.of(ErrorCode.CONFLICT, "a forged request"));
              RequestTracker added = requests.keep(verified);
              apply(view);
              return added;
            });
  }

  /** A session appeared: as soon as it is verified, it belongs to its request. */
  private void adopt(SessionDriver driver) {
    Completion.detach(
        driver
            .known()
            .thenAccept(
                known ->
                    known
                        .session()
                        .request()
                        .map(requests::keep)
                        .ifPresent(one -> one.opened(known)))
            .exceptionally(ended -> lost(driver)));
  }

  /** A session of which nothing is left cannot be waited for. */
  private @Nullable Void lost(SessionDriver driver) {
    if (driver.isForgotten()) {
      for (RequestTracker tracker : requests.all()) {
        if (tracker.isOpen() && tracker.firstSession().equals(driver.id())) {
          tracker.end(RequestEnding.forgotten().toException());
        }
      }
    }
    return null;
  }

  private void forgetUnheard(RequestTracker tracker, @Nullable Throwable error) {
    if (error != null
        && !tracker.isJoined()
        && Completion.refusal(error).code() != ErrorCode.TIMEOUT) {
      requests.remove(tracker.verified().id());
    }
  }
}
