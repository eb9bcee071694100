package tutti.session.domain;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.Transcript;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.Abort;
import tutti.protocol.session.Close;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.ConfirmBroadcast;
import tutti.protocol.session.ReportBroadcastFailure;
import tutti.protocol.session.Retry;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;
import tutti.runtime.machine.Step;

/**
 * A group of signers and what they would say. Signatures and points are not checked by the domain
 * (they were before), so these are only bytes.
 */
final class Signers {
  static final long NOW = 1_795_000_000_000L;

  final int size;
  final SigningRequest request;
  final Envelope announcement;
  final SessionRules rules;
  private final int items;

  private Signers(int size, int items, RequestOptions options, Limits limits) {
    this.size = size;
    this.items = items;
    List<SigningItem> toSign =
        IntStream.range(0, items).mapToObj(i -> SigningItem.of(bytes(32, 70 + i))).toList();
    this.request =
        SigningRequest.by(key(0), keys(size))
            .items(toSign)
            .purpose("test")
            .expiresAt(NOW + 3_600_000)
            .options(options)
            .build();
    this.announcement = envelope("request.announce", 0, 1, request);
    this.rules = SessionRules.of(limits, options);
  }

  static Signers of(int size) {
    return of(size, 1, RequestOptions.DEFAULTS);
  }

  static Signers of(int size, int items, RequestOptions options) {
    return new Signers(size, items, options, Limits.defaults().with(Limit.RETENTION, 60_000));
  }

  static Signers withLimits(int size, UnaryOperator<Limits> change) {
    return new Signers(size, 1, RequestOptions.DEFAULTS, change.apply(Limits.defaults()));
  }

  static Signers withoutCommitments(int size) {
    return of(size, 1, new RequestOptions(false, null, null, null, null, null, null));
  }

  static Signers withoutBroadcast(int size) {
    return of(size, 1, new RequestOptions(null, null, false, null, null, null, null));
  }

  RequestId requestId() {
    return RequestId.ofBody(CanonicalJson.of(announcement.body()));
  }

  Command.Open open() {
    List<Envelope> joins =
        IntStream.range(1, size)
            .mapToObj(i -> envelope("request.join", i, 1, new Join(requestId(), i)))
            .toList();
    return new Command.Open(announcement, joins, SessionOrigin.FIRST, rules, NOW);
  }

  Session opened() {
    return step(new SessionMachine().apply(null, open()));
  }

  /** All have committed. */
  Session committed() {
    return all(opened(), (session, signer) -> commit(session, signer, 1));
  }

  /** All have shared their nonces, which have been aggregated. */
  Session revealed() {
    Session all = all(committed(), (session, signer) -> share(session, signer, 2));
    return after(all, aggregated(all));
  }

  /** All have shared their partial signatures. */
  Session signed() {
    return all(revealed(), (session, signer) -> sign(session, signer, 3));
  }

  Session complete() {
    return after(signed(), new Command.SignaturesAggregated(signatures(), NOW));
  }

  Command.NoncesAggregated aggregated(Session session) {
    List<AggregateNonce> aggnonces =
        IntStream.range(0, items).mapToObj(i -> new AggregateNonce(bytes(66, 90 + i))).toList();
    return new Command.NoncesAggregated(Contributions.noncesHash(session), aggnonces, NOW);
  }

  List<Signature> signatures() {
    return IntStream.range(0, items).mapToObj(i -> new Signature(bytes(64, 95 + i))).toList();
  }

  Command.Contribute commit(Session session, int signer, long sequence) {
    SessionId id = session.charter().sessionId();
    List<Bytes> commitments =
        IntStream.range(0, items)
            .mapToObj(i -> Transcript.nonceCommitment(id, signer, i, pubnonce(signer, i)))
            .toList();
    return commit(session, signer, sequence, commitments);
  }

  Command.Contribute commit(Session session, int signer, long sequence, List<Bytes> commitments) {
    return contribute(
        "session.commit-nonce",
        signer,
        sequence,
        new CommitNonce(
            session.charter().sessionId(), session.charter().attempt(), signer, commitments));
  }

  /** A commitment of a signer that may have been restarted. */
  Command.Contribute resume(Session session, int signer, List<Bytes> commitments) {
    return contribute(
        "session.commit-nonce",
        signer,
        1,
        new CommitNonce(
            session.charter().sessionId(), session.charter().attempt(), signer, commitments, true));
  }

  Command.Contribute share(Session session, int signer, long sequence) {
    List<PublicNonce> pubnonces =
        IntStream.range(0, items).mapToObj(i -> pubnonce(signer, i)).toList();
    return share(session, signer, sequence, pubnonces);
  }

  Command.Contribute share(
      Session session, int signer, long sequence, List<PublicNonce> pubnonces) {
    return contribute(
        "session.share-nonce",
        signer,
        sequence,
        new ShareNonce(
            session.charter().sessionId(),
            session.charter().attempt(),
            signer,
            pubnonces,
            session.rounds().setHash()));
  }

  Command.Contribute sign(Session session, int signer, long sequence) {
    return sign(session, signer, sequence, 40 + signer);
  }

  Command.Contribute sign(Session session, int signer, long sequence, int value) {
    List<PartialSignature> partialSigs =
        IntStream.range(0, items).mapToObj(i -> new PartialSignature(bytes(32, value))).toList();
    Bytes seen = session.rounds().setHash();
    return contribute(
        "session.share-partial-signature",
        signer,
        sequence,
        new SharePartialSignature(
            session.charter().sessionId(),
            session.charter().attempt(),
            signer,
            partialSigs,
            seen == null ? bytes(32, 0) : seen));
  }

  Command.Abort abort(Session session, int signer, long sequence) {
    return new Command.Abort(
        envelope(
            "session.abort",
            signer,
            sequence,
            new Abort(session.charter().sessionId(), signer, null, "changed my mind")),
        NOW);
  }

  Command.Close close(Session session, int signer, long sequence) {
    return new Command.Close(
        envelope(
            "session.close", signer, sequence, new Close(session.charter().sessionId(), signer)),
        NOW);
  }

  Command.Retry retry(Session session, int signer, long sequence, int attempt) {
    return new Command.Retry(
        envelope(
            "session.retry",
            signer,
            sequence,
            new Retry(session.charter().sessionId(), signer, attempt)),
        NOW);
  }

  Command.ConfirmBroadcast confirm(Session session, int signer, long sequence) {
    return new Command.ConfirmBroadcast(
        envelope(
            "session.confirm-broadcast",
            signer,
            sequence,
            new ConfirmBroadcast(session.charter().sessionId(), signer, "txid")),
        NOW);
  }

  Command.ReportBroadcastFailure report(Session session, int signer, long sequence) {
    return new Command.ReportBroadcastFailure(
        envelope(
            "session.report-broadcast-failure",
            signer,
            sequence,
            new ReportBroadcastFailure(session.charter().sessionId(), signer, "no route")),
        NOW);
  }

  private static Command.Contribute contribute(
      String type, int signer, long sequence, Object body) {
    return new Command.Contribute(envelope(type, signer, sequence, body), NOW);
  }

  static Envelope envelope(String type, int signer, long sequence, Object body) {
    return new Envelope(
        type, key(signer), sequence, NOW, Wire.tree(body), new Signature(bytes(64, 9)));
  }

  static PublicNonce pubnonce(int signer, int item) {
    return new PublicNonce(bytes(66, 1_000 * signer + item));
  }

  static Bytes bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    ByteBuffer.wrap(bytes).putInt(seed);
    return Bytes.of(bytes);
  }

  static PublicKey key(int signer) {
    byte[] bytes = new byte[33];
    ByteBuffer.wrap(bytes).put((byte) 2).putInt(signer);
    return new PublicKey(Bytes.of(bytes));
  }

  private static List<PublicKey> keys(int size) {
    return IntStream.range(0, size).mapToObj(Signers::key).toList();
  }

  /** The session after a command. */
  static Session after(Session session, Command command) {
    return step(new SessionMachine().apply(session, command));
  }

  static Outcome outcome(Session session, Command command) {
    return new SessionMachine().apply(session, command).result();
  }

  private Session all(Session session, Speech speech) {
    Session current = session;
    for (int signer = 0; signer < size; signer++) {
      current = after(current, speech.of(current, signer));
    }
    return current;
  }

  private static Session step(Step<Session, Outcome> step) {
    Session session = step.document();
    if (session == null) {
      throw new AssertionError("the session was removed");
    }
    return session;
  }

  /** What a signer says in a session. */
  interface Speech {
    Command of(Session session, int signer);
  }
}
