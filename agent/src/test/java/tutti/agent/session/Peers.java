package tutti.agent.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.Suite;
import tutti.musig2.TaggedHash;
import tutti.protocol.Election;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.Transcript;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionStatus;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/**
 * Alice, who is under test, and Bob, whose part is written out here together with what honest
 * services would show to Alice.
 */
public final class Peers {
  public static final long NOW = 1_795_000_000_000L;
  public static final Engine ENGINE = Engines.bouncyCastle();
  public static final SecretKey ALICE = key(1);
  public static final SecretKey BOB = key(2);
  public static final SecretKey MALLORY = key(3);

  public final SigningRequest request;
  public final Envelope announcement;
  public final RequestId requestId;
  public final SessionTerms terms;
  public final SessionId id;
  public final int alice;
  public final int bob;
  private final List<NoncePair> bobsNonces = new ArrayList<>();

  private Peers(RequestOptions options, int attempt) {
    this(request(options, NOW + 3_600_000), attempt);
  }

  private Peers(SigningRequest asked, int attempt) {
    request = asked;
    announcement = envelope(BOB, RequestApi.ANNOUNCE.type(), request);
    requestId = RequestId.ofBody(CanonicalJson.of(announcement.body()));
    terms = new SessionTerms(requestId, request, attempt);
    id = terms.sessionId();
    alice = terms.keys().indexOf(ALICE.publicKey());
    bob = 1 - alice;
    for (SigningItem item : terms.items()) {
      var ordered = request.itemKeys(item).aggregated();
      var keys = ENGINE.aggregateKeys(terms.suite(), ordered, item.tweakList());
      bobsNonces.add(ENGINE.generateNonce(NonceRequest.of(BOB, keys, item.message())));
    }
  }

  public static Peers meet() {
    return new Peers(RequestOptions.DEFAULTS, 1);
  }

  /** In another suite, whose tweaks are all plain. */
  public static Peers meetIn(Suite suite) {
    return new Peers(request(suite, RequestOptions.DEFAULTS, NOW + 3_600_000), 1);
  }

  /** Over one item that Alice is to sign with this key, and Bob with his own. */
  public static Peers meetOver(PublicKey aliceKey, boolean isPsbt) {
    SigningRequest plain = request(RequestOptions.DEFAULTS, NOW + 3_600_000);
    List<PublicKey> keys =
        plain.orderedKeys().stream()
            .map(key -> key.equals(ALICE.publicKey()) ? aliceKey : key)
            .toList();
    var request =
        SigningRequest.by(plain.creator(), plain.keys())
            .items(List.of(new SigningItem(hash("first"), null, keys)))
            .purpose("test")
            .expiresAt(plain.expiresAt())
            .options(plain.options());
    return new Peers((isPsbt ? request.psbt("cHNidP8B") : request).build(), 1);
  }

  public static Peers meetAgain(int attempt) {
    return new Peers(RequestOptions.DEFAULTS, attempt);
  }

  public static Peers meetWithoutCommitments() {
    return new Peers(new RequestOptions(false, null, null, null, null, null, null), 1);
  }

  public static SecretKey key(int number) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) number;
    return SecretKey.of(bytes);
  }

  public static Bytes hash(String text) {
    return TaggedHash.of("test", Bytes.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  public static SigningRequest request(RequestOptions options, long expiresAt) {
    return request(Suite.BIP327, options, expiresAt);
  }

  private static SigningRequest request(Suite suite, RequestOptions options, long expiresAt) {
    var tweak = new ItemTweak(hash("tweak"), suite.hasXOnlyTweaks());
    var tweaked = new SigningItem(hash("second"), List.of(tweak));
    return SigningRequest.by(BOB.publicKey(), List.of(BOB.publicKey(), ALICE.publicKey()))
        .suite(suite)
        .items(List.of(SigningItem.of(hash("first")), tweaked))
        .purpose("test")
        .expiresAt(expiresAt)
        .options(options)
        .build();
  }

  public static Envelope envelope(SecretKey key, String type, Object body) {
    var tree = Wire.tree(body);
    Bytes digest = Envelope.digest(type, key.publicKey(), 1, NOW, tree);
    return new Envelope(type, key.publicKey(), 1, NOW, tree, ENGINE.signSchnorr(key, digest));
  }

  public Envelope join(SecretKey key) {
    PublicKey who = key.publicKey();
    return envelope(
        key, RequestApi.JOIN.type(), new Join(requestId, Math.max(0, terms.keys().indexOf(who))));
  }

  public SessionReady ready() {
    return ready(announcement, List.of(announcement, join(ALICE)));
  }

  public SessionReady ready(Envelope shownRequest, List<Envelope> joins) {
    Election election = terms.election();
    return new SessionReady(
        id,
        requestId,
        terms.attempt(),
        null,
        firstPhase(),
        NOW + 1_000,
        election.coordinator(),
        election.proof(),
        shownRequest,
        joins);
  }

  public SessionPhase firstPhase() {
    return request.optionsOrDefault().nonceCommitmentsOrDefault()
        ? SessionPhase.NONCE_COMMITMENT
        : SessionPhase.NONCE_EXCHANGE;
  }

  public SessionStatus status(SessionPhase phase, List<Integer> awaiting) {
    return new SessionStatus(
        id,
        requestId,
        terms.attempt(),
        phase,
        NOW + 1_000,
        2,
        awaiting,
        terms.election().coordinator(),
        null,
        null,
        null,
        null,
        1);
  }

  public List<PublicNonce> bobsNonces() {
    return bobsNonces.stream().map(NoncePair::publicNonce).toList();
  }

  public List<Bytes> bobsCommitments() {
    return IntStream.range(0, terms.items().size())
        .mapToObj(item -> Transcript.nonceCommitment(id, bob, item, bobsNonces().get(item)))
        .toList();
  }

  public <T> List<T> inOrder(T ofAlice, T ofBob) {
    return alice == 0 ? List.of(ofAlice, ofBob) : List.of(ofBob, ofAlice);
  }

  public NonceCommitmentsComplete commitments(CommitNonce ofAlice) {
    return commitments(inOrder(ofAlice.commitments(), bobsCommitments()));
  }

  public NonceCommitmentsComplete commitments(List<List<Bytes>> set) {
    return new NonceCommitmentsComplete(id, Transcript.commitmentsHash(id, set), set, NOW + 1_000);
  }

  public NoncesComplete nonces(ShareNonce ofAlice) {
    return nonces(inOrder(ofAlice.pubnonces(), bobsNonces()));
  }

  public NoncesComplete nonces(List<List<PublicNonce>> set) {
    return new NoncesComplete(
        id, Transcript.noncesHash(id, set), set, aggregates(set), NOW + 1_000);
  }

  public List<AggregateNonce> aggregates(List<List<PublicNonce>> set) {
    return IntStream.range(0, terms.items().size())
        .mapToObj(item -> ENGINE.aggregateNonces(set.stream().map(list -> list.get(item)).toList()))
        .toList();
  }

  /** Bob signs too, and honest services aggregate. */
  public SessionComplete complete(NoncesComplete nonces, SharePartialSignature ofAlice) {
    List<Signature> signatures = new ArrayList<>();
    for (int item = 0; item < terms.items().size(); item++) {
      SigningItem one = terms.items().get(item);
      var keys = ENGINE.aggregateKeys(terms.suite(), terms.keys(), one.tweakList());
      SigningSession session =
          ENGINE.startSession(keys, nonces.aggnonces().get(item), one.message());
      PartialSignature own = ENGINE.sign(bobsNonces.get(item).secretNonce(), BOB, session);
      signatures.add(
          ENGINE.aggregatePartials(session, inOrder(ofAlice.partialSigs().get(item), own)));
    }
    return new SessionComplete(id, signatures);
  }

  public Envelope bobsCommitmentEnvelope() {
    return envelope(
        BOB,
        SessionApi.COMMIT_NONCE.type(),
        new CommitNonce(id, terms.attempt(), bob, bobsCommitments()));
  }

  public Envelope bobsNonceEnvelope(Bytes commitmentsHash) {
    return envelope(
        BOB,
        SessionApi.SHARE_NONCE.type(),
        new ShareNonce(id, terms.attempt(), bob, bobsNonces(), commitmentsHash));
  }
}
