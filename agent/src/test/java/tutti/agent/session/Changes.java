package tutti.agent.session;

import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.BOB;
import static tutti.agent.session.Peers.MALLORY;
import static tutti.agent.session.Peers.hash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionPhase;

/** What lying services can change in what they show. */
final class Changes {
  private Changes() {}

  static SessionReady ofOthers(Peers peers, SessionReady ready) {
    var others =
        SigningRequest.by(BOB.publicKey(), List.of(BOB.publicKey(), MALLORY.publicKey()))
            .items(peers.request.items())
            .expiresAt(peers.request.expiresAt())
            .build();
    Envelope shown = Peers.envelope(BOB, RequestApi.ANNOUNCE.type(), others);
    var id = RequestId.ofBody(tutti.protocol.json.CanonicalJson.of(shown.body()));
    return with(with(ready, shown), id);
  }

  static Envelope resigned(Peers peers) {
    return Peers.envelope(MALLORY, RequestApi.ANNOUNCE.type(), peers.request);
  }

  static Envelope changed(Peers peers) {
    Envelope real = peers.announcement;
    var body = real.body().deepCopy().put("purpose", "something else");
    return new Envelope(
        real.type(), real.signer(), real.sequence(), real.sentAt(), body, real.signature());
  }

  static Envelope inAnotherSuite(Peers peers) {
    Envelope real = peers.announcement;
    var body = real.body().deepCopy().put("suite", "lotus");
    ((ObjectNode) body.at("/items/1/tweaks/0")).put("xOnly", false);
    return new Envelope(
        real.type(), real.signer(), real.sequence(), real.sentAt(), body, real.signature());
  }

  static Envelope forged(Envelope join) {
    return new Envelope(
        join.type(),
        join.signer(),
        join.sequence() + 1,
        join.sentAt(),
        join.body(),
        join.signature());
  }

  static Envelope join(Peers peers, int index) {
    return Peers.envelope(ALICE, RequestApi.JOIN.type(), new Join(peers.requestId, index));
  }

  static Envelope other(Peers peers) {
    return Peers.envelope(
        ALICE, RequestApi.JOIN.type(), new Join(new RequestId(hash("other")), peers.alice));
  }

  static SessionReady with(SessionReady r, Envelope request) {
    return new SessionReady(
        r.sessionId(),
        r.requestId(),
        r.attempt(),
        null,
        r.phase(),
        r.deadline(),
        r.coordinator(),
        r.electionProof(),
        request,
        r.joins());
  }

  static SessionReady with(SessionReady r, RequestId id) {
    return new SessionReady(
        r.sessionId(),
        id,
        r.attempt(),
        null,
        r.phase(),
        r.deadline(),
        r.coordinator(),
        r.electionProof(),
        r.request(),
        r.joins());
  }

  static SessionReady elected(SessionReady r, int coordinator) {
    return new SessionReady(
        r.sessionId(),
        r.requestId(),
        r.attempt(),
        null,
        r.phase(),
        r.deadline(),
        coordinator,
        r.electionProof(),
        r.request(),
        r.joins());
  }

  static SessionReady drawn(SessionReady r, Bytes proof) {
    return new SessionReady(
        r.sessionId(),
        r.requestId(),
        r.attempt(),
        null,
        r.phase(),
        r.deadline(),
        r.coordinator(),
        proof,
        r.request(),
        r.joins());
  }

  static SessionReady in(SessionReady r, SessionPhase phase) {
    return new SessionReady(
        r.sessionId(),
        r.requestId(),
        r.attempt(),
        null,
        phase,
        r.deadline(),
        r.coordinator(),
        r.electionProof(),
        r.request(),
        r.joins());
  }

  static SessionReady joinedBy(SessionReady r, Envelope join) {
    return new SessionReady(
        r.sessionId(),
        r.requestId(),
        r.attempt(),
        null,
        r.phase(),
        r.deadline(),
        r.coordinator(),
        r.electionProof(),
        r.request(),
        List.of(join));
  }

  static NoncesComplete aggregated(NoncesComplete shown, List<AggregateNonce> by) {
    return new NoncesComplete(
        shown.sessionId(), shown.noncesHash(), shown.pubnonces(), by, shown.deadline());
  }

  static List<List<Bytes>> replaceOwn(Peers peers, List<List<Bytes>> set) {
    List<List<Bytes>> changed = new ArrayList<>(set);
    changed.set(peers.alice, List.of(hash("a"), hash("b")));
    return changed;
  }

  static List<List<PublicNonce>> replaceOwnNonce(Peers peers, List<List<PublicNonce>> set) {
    List<List<PublicNonce>> changed = new ArrayList<>(set);
    changed.set(peers.alice, Peers.meet().bobsNonces());
    return changed;
  }

  static List<List<PublicNonce>> replaceBobs(Peers peers, List<List<PublicNonce>> set) {
    List<List<PublicNonce>> changed = new ArrayList<>(set);
    changed.set(peers.bob, Peers.meet().bobsNonces());
    return changed;
  }

  static <T> List<List<T>> oneItem(List<List<T>> set) {
    return set.stream().map(list -> list.subList(0, 1)).toList();
  }

  static Signature zero() {
    return new Signature(Bytes.of(new byte[64]));
  }

  static SessionReady with(SessionReady ready, int attempt) {
    return new SessionReady(
        ready.sessionId(),
        ready.requestId(),
        attempt,
        null,
        ready.phase(),
        ready.deadline(),
        ready.coordinator(),
        ready.electionProof(),
        ready.request(),
        ready.joins());
  }
}
