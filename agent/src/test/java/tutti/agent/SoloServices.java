package tutti.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.SignedOperation;
import tutti.protocol.Transcript;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.Abort;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionDescriptor;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.SessionStatus;
import tutti.protocol.session.ShareNonce;

/** What services say to a group of one: enough to see how an agent deals with what gets lost. */
final class SoloServices extends ScriptedBus {
  static final Engine ENGINE = Engines.bouncyCastle();

  private final List<Event> events = new ArrayList<>();
  private final Map<String, Envelope> recorded = new HashMap<>();
  private SessionPhase phase = SessionPhase.NONCE_COMMITMENT;
  private long lost;
  private RequestState state = RequestState.READY;
  private @Nullable Envelope announcement;
  private @Nullable SessionTerms terms;

  SoloServices() {
    answer(RequestApi.ANNOUNCE, this::announce);
    answer(RequestApi.FIND, query -> new RequestPage(views(), null));
    answer(RequestApi.GET, query -> view());
    answer(SessionApi.STATUS, query -> status());
    answer(SessionApi.EVENTS, this::eventsAfter);
    answer(SessionApi.COMMIT_NONCE, said -> contribute(SessionApi.COMMIT_NONCE, said));
    answer(SessionApi.SHARE_NONCE, said -> contribute(SessionApi.SHARE_NONCE, said));
    answer(
        SessionApi.SHARE_PARTIAL_SIGNATURE,
        said -> contribute(SessionApi.SHARE_PARTIAL_SIGNATURE, said));
    answer(SessionApi.ABORT, this::abort);
    answer(SessionApi.CONFIRM_BROADCAST, said -> reply(false));
    answer(SessionApi.REPORT_BROADCAST_FAILURE, said -> reply(false));
  }

  synchronized SessionTerms terms() {
    return Objects.requireNonNull(terms);
  }

  synchronized SessionPhase phase() {
    return phase;
  }

  private RequestReply announce(Envelope said) {
    boolean repeated = announcement != null;
    RequestId id = RequestId.ofBody(CanonicalJson.of(said.body()));
    if (!repeated) {
      announcement = said;
      terms = new SessionTerms(id, RequestApi.ANNOUNCE.bodyOf(said), 1);
      if (state == RequestState.READY) {
        open();
      }
    }
    return new RequestReply(id, state, repeated, List.of(), terms().sessionId());
  }

  /** A request opens no session before {@link #open}. */
  synchronized void hold() {
    state = RequestState.OPEN;
  }

  /** Opens the session, whatever the signers said. */
  synchronized void open() {
    state = RequestState.READY;
    phase = SessionPhase.NONCE_COMMITMENT;
    events.clear();
    recorded.clear();
    SessionId before =
        terms().attempt() == 1
            ? null
            : new SessionTerms(terms().requestId(), request(), terms().attempt() - 1).sessionId();
    emit(
        new SessionReady(
            terms().sessionId(),
            terms().requestId(),
            terms().attempt(),
            before,
            phase,
            0,
            0,
            terms().election().proof(),
            announcement,
            List.of()));
  }

  /** Opens another attempt, as if some other signer had asked for it. */
  synchronized SessionReply retry() {
    terms = new SessionTerms(terms().requestId(), request(), terms().attempt() + 1);
    open();
    return reply(false);
  }

  private SigningRequest request() {
    return RequestApi.ANNOUNCE.bodyOf(Objects.requireNonNull(announcement));
  }

  private SessionReply contribute(SignedOperation<?, SessionReply> operation, Envelope said) {
    Envelope before = recorded.putIfAbsent(operation.type(), said);
    if (before != null) {
      if (before.body().equals(said.body())) {
        return reply(true);
      }
      throw Refusal.of(ErrorCode.EQUIVOCATION, "twice");
    }
    if (operation.equals(SessionApi.COMMIT_NONCE)) {
      phase = SessionPhase.NONCE_EXCHANGE;
      var set = List.of(SessionApi.COMMIT_NONCE.bodyOf(said).commitments());
      var hash = Transcript.commitmentsHash(terms().sessionId(), set);
      emit(new NonceCommitmentsComplete(terms().sessionId(), hash, set, 0));
    } else if (operation.equals(SessionApi.SHARE_NONCE)) {
      phase = SessionPhase.PARTIAL_SIGNATURE_EXCHANGE;
      List<List<PublicNonce>> set = List.of(SessionApi.SHARE_NONCE.bodyOf(said).pubnonces());
      var hash = Transcript.noncesHash(terms().sessionId(), set);
      emit(new NoncesComplete(terms().sessionId(), hash, set, aggregates(), 0));
    } else {
      phase = SessionPhase.COMPLETE;
      emit(new SessionComplete(terms().sessionId(), signatures(said)));
      emit(new ShouldBroadcast(terms().sessionId(), 0, Long.MAX_VALUE >> 11));
    }
    return reply(false);
  }

  private List<AggregateNonce> aggregates() {
    ShareNonce said =
        SessionApi.SHARE_NONCE.bodyOf(
            Objects.requireNonNull(recorded.get(SessionApi.SHARE_NONCE.type())));
    return said.pubnonces().stream().map(nonce -> ENGINE.aggregateNonces(List.of(nonce))).toList();
  }

  private List<Signature> signatures(Envelope said) {
    var partials = SessionApi.SHARE_PARTIAL_SIGNATURE.bodyOf(said).partialSigs();
    return IntStream.range(0, partials.size())
        .mapToObj(
            item -> {
              var one = terms().items().get(item);
              var session =
                  ENGINE.startSession(
                      ENGINE.aggregateKeys(terms().suite(), terms().keys(), one.tweakList()),
                      aggregates().get(item),
                      one.message());
              return ENGINE.aggregatePartials(session, List.of(partials.get(item)));
            })
        .toList();
  }

  private SessionReply abort(Envelope said) {
    Abort abort = SessionApi.ABORT.bodyOf(said);
    phase = SessionPhase.ABORTED;
    emit(new SessionAborted(abort.sessionId(), 0, abort.code(), abort.reason()));
    return reply(false);
  }

  private SessionReply reply(boolean repeated) {
    return new SessionReply(terms().sessionId(), phase, repeated, List.of());
  }

  synchronized SessionDescriptor descriptor() {
    return new SessionDescriptor(
        terms().sessionId(),
        terms().requestId(),
        terms().attempt(),
        Objects.requireNonNull(announcement),
        null);
  }

  synchronized SessionStatus status() {
    String awaited =
        switch (phase) {
          case NONCE_COMMITMENT -> SessionApi.COMMIT_NONCE.type();
          case NONCE_EXCHANGE -> SessionApi.SHARE_NONCE.type();
          default -> SessionApi.SHARE_PARTIAL_SIGNATURE.type();
        };
    List<Integer> awaiting =
        phase.ended() || recorded.containsKey(awaited) ? List.of() : List.of(0);
    return new SessionStatus(
        terms().sessionId(),
        terms().requestId(),
        terms().attempt(),
        phase,
        null,
        1,
        awaiting,
        0,
        null,
        null,
        null,
        null,
        events.size());
  }

  /** The event with this number does not arrive. */
  synchronized void lose(long number) {
    lost = number;
  }

  synchronized EventsPage eventsAfter(EventsQuery query) {
    return new EventsPage(
        List.copyOf(events.subList((int) query.after(), events.size())), events.size());
  }

  private List<RequestView> views() {
    return terms == null || state == RequestState.OPEN ? List.of() : List.of(view());
  }

  synchronized RequestView view() {
    return new RequestView(
        terms().requestId(),
        state,
        Objects.requireNonNull(announcement),
        List.of(),
        null,
        null,
        terms().sessionId(),
        terms().attempt());
  }

  private void emit(EventData data) {
    Event event = Event.of(terms().sessionId().hex(), events.size() + 1L, 0, data);
    events.add(event);
    if (event.number() != lost) {
      deliver(event);
    }
  }

  /** For scripts that refuse first and answer afterwards. */
  static <Q, R> Function<Q, R> refusing(ErrorCode code, int times, Function<Q, R> then) {
    int[] left = {times};
    return query -> {
      if (left[0]-- > 0) {
        throw Refusal.of(code, "refused by the script");
      }
      return then.apply(query);
    };
  }
}
