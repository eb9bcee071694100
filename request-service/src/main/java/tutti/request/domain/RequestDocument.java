package tutti.request.domain;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.event.EventType;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.machine.Document;

/**
 * A request as it is stored. Immutable; each change is a new one.
 *
 * <pre>
 *   OPEN --all have joined--> READY
 *     |-----a signer declines--> DECLINED
 *     |-----its creator cancels--> CANCELLED
 *     +-----expiresAt, or an operator--> EXPIRED
 *
 *   READY --expiresAt, and no session was opened--> EXPIRED
 * </pre>
 *
 * @param announcement as received: it is the evidence, and the creator's join
 * @param request the announcement's body
 * @param signers the keys in the order that counts
 * @param joins by signer index, without the creator's
 * @param ending present unless {@code OPEN}
 * @param sessionId the first session, once {@code READY}
 * @param handOverAt when the session service is next asked to open the session; absent if it need
 *     not be asked
 */
public record RequestDocument(
    RequestId requestId,
    Envelope announcement,
    SigningRequest request,
    List<PublicKey> signers,
    Keeping keeping,
    Map<Integer, Envelope> joins,
    RequestState state,
    @Nullable Ending ending,
    @Nullable SessionId sessionId,
    @Nullable Long handOverAt,
    Outbox outbox)
    implements Document {

  /** How long whoever changed the document has to publish and to hand over; milliseconds. */
  static final long GRACE = 2_000;

  public RequestDocument {
    signers = List.copyOf(signers);
    joins = Collections.unmodifiableMap(new TreeMap<>(joins));
  }

  /** That all have joined counts before that somebody declined, or that time ran out. */
  @Override
  public long progress() {
    return joins.size() * 1_000L + outbox.lastNumber();
  }

  /** A request that was announced just now. */
  static RequestDocument announced(RequestCommand.Announce announce) {
    List<PublicKey> signers = announce.request().orderedKeys();
    var announced =
        new RequestDocument(
                announce.requestId(),
                announce.envelope(),
                announce.request(),
                signers,
                announce.keeping(),
                Map.of(),
                RequestState.OPEN,
                null,
                null,
                null,
                Outbox.EMPTY)
            .noting(EventType.REQUEST_CREATED, null, announce.now());
    return signers.size() == 1
        ? announced.ready(announce.now())
        : announced.noting(EventType.REQUEST_RECEIVED, null, announce.now());
  }

  @Override
  public long dueAt() {
    long work = handOverAt == null ? NEVER : handOverAt;
    long end = state == RequestState.OPEN ? request.expiresAt() : removeAt();
    return Math.min(Math.min(work, end), outbox.dueAt());
  }

  /** Signer indexes that have not joined. */
  List<Integer> awaiting() {
    return state == RequestState.READY
        ? List.of()
        : IntStream.range(0, signers.size()).filter(index -> !hasJoined(index)).boxed().toList();
  }

  boolean hasJoined(int signerIndex) {
    return joins.containsKey(signerIndex) || signers.get(signerIndex).equals(announcement.signer());
  }

  /** Refuses anyone but the signer with this index. */
  void requireSigner(int signerIndex, PublicKey signer) {
    if (signerIndex >= signers.size() || !signers.get(signerIndex).equals(signer)) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT,
          "body.signerIndex",
          "the request does not name this key as signer %d".formatted(signerIndex));
    }
  }

  /** Refuses what is said too late. */
  void requireOpen(long now) {
    boolean runOut = state == RequestState.OPEN && now >= request.expiresAt();
    if (runOut || state == RequestState.EXPIRED) {
      throw Refusal.of(ErrorCode.EXPIRED, "the request has expired");
    }
    if (state != RequestState.OPEN) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "the request is %s".formatted(state));
    }
  }

  /**
   * Whether its time is over without a session: not all have joined, or the session service has not
   * opened one, and would refuse to by now. An answer that is still on its way is waited for.
   */
  boolean hasRunOut(long now) {
    boolean waiting = state == RequestState.OPEN || (handOverAt != null && now >= handOverAt);
    return waiting && now >= request.expiresAt();
  }

  RequestDocument joined(int signerIndex, Envelope join, long now) {
    var more = new TreeMap<>(joins);
    more.put(signerIndex, join);
    var joined = with(more, outbox).noting(EventType.PARTICIPANT_JOINED, signerIndex, now);
    return more.size() + 1 == signers.size() ? joined.ready(now) : joined;
  }

  RequestDocument declined(int signerIndex, @Nullable String reason, long now) {
    return ended(RequestState.DECLINED, new Ending(now, signerIndex, reason))
        .noting(EventType.REQUEST_DECLINED, signerIndex, now);
  }

  RequestDocument cancelled(@Nullable String reason, long now) {
    return ended(RequestState.CANCELLED, new Ending(now, null, reason))
        .noting(EventType.REQUEST_CANCELLED, null, now);
  }

  RequestDocument expired(@Nullable String reason, long now) {
    return ended(RequestState.EXPIRED, new Ending(now, null, reason))
        .noting(EventType.REQUEST_EXPIRED, null, now);
  }

  RequestDocument published(Collection<Long> numbers) {
    var left = outbox.without(numbers);
    return left.equals(outbox) ? this : with(joins, left);
  }

  RequestDocument retriedAt(long now) {
    return with(joins, outbox.retriedAt(now));
  }

  /** The session service is asked again at this time, or never if there is none. */
  RequestDocument handingOver(@Nullable Long at) {
    return new RequestDocument(
        requestId,
        announcement,
        request,
        signers,
        keeping,
        joins,
        state,
        ending,
        sessionId,
        at,
        outbox);
  }

  /**
   * Whether more has changed than what is worked at: what was announced in vain is announced again,
   * and a session is handed over again, until it is known that it was opened.
   */
  boolean differsLastingly(RequestDocument other) {
    return state != other.state
        || joins.size() != other.joins.size()
        || (handOverAt == null) != (other.handOverAt == null);
  }

  /**
   * When nobody needs it any more. A session may be retried until the request expires, so a request
   * that is READY outlives that.
   */
  long removeAt() {
    long from = state == RequestState.READY || ending == null ? request.expiresAt() : ending.at();
    return Math.max(from + keeping.retention(), keeping.replayableUntil());
  }

  private RequestDocument ready(long now) {
    SessionId session = new SessionTerms(requestId, request, 1).sessionId();
    return new RequestDocument(
        requestId,
        announcement,
        request,
        signers,
        keeping,
        joins,
        RequestState.READY,
        Ending.at(now),
        session,
        now + GRACE,
        outbox);
  }

  private RequestDocument ended(RequestState end, Ending how) {
    return new RequestDocument(
        requestId, announcement, request, signers, keeping, joins, end, how, null, null, outbox);
  }

  private RequestDocument noting(EventType type, @Nullable Integer signerIndex, long now) {
    var notice = new Notice(outbox.lastNumber() + 1, now, type, signerIndex, joins.size() + 1);
    return with(joins, outbox.with(notice));
  }

  private RequestDocument with(Map<Integer, Envelope> newJoins, Outbox newOutbox) {
    return new RequestDocument(
        requestId,
        announcement,
        request,
        signers,
        keeping,
        newJoins,
        state,
        ending,
        sessionId,
        handOverAt,
        newOutbox);
  }
}
