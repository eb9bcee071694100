package tutti.acceptance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.Transcript;
import tutti.protocol.crypto.AggregateSignatures;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SharePartialSignature;

/** Scripted signers of one request and its first session, in signer order. */
final class ScriptedGroup {
  private final Line line;
  private final SigningRequest request;
  private final SessionTerms terms;
  private final List<ScriptedSigner> signers;
  private final List<Part> parts;
  private final Map<Integer, SharePartialSignature> shares = new ConcurrentHashMap<>();

  private ScriptedGroup(Line line, SigningRequest request, List<ScriptedSigner> signers) {
    this.line = line;
    this.request = request;
    this.signers = signers;
    this.terms = new SessionTerms(idOf(request), request, 1);
    this.parts = signers.stream().map(signer -> new Part(signer.key(), terms)).toList();
  }

  /** A new group with a request of its first signer that nobody has heard of. */
  static ScriptedGroup of(Line line, int size, int items, @Nullable RequestOptions options) {
    List<ScriptedSigner> signers =
        IntStream.range(0, size)
            .mapToObj(i -> new ScriptedSigner(line, SecretKey.generate()))
            .sorted(Comparator.comparing(signer -> signer.publicKey().bytes()))
            .toList();
    List<PublicKey> keys = signers.stream().map(ScriptedSigner::publicKey).toList();
    var request =
        SigningRequest.by(keys.get(0), keys)
            .items(
                IntStream.range(0, items).mapToObj(i -> SigningItem.of(Group.message(i))).toList())
            .purpose("adversary")
            .expiresAt(System.currentTimeMillis() + 600_000)
            .options(options)
            .build();
    return new ScriptedGroup(line, request, signers);
  }

  static RequestId idOf(SigningRequest request) {
    return RequestId.ofBody(CanonicalJson.of(Wire.tree(request)));
  }

  SigningRequest request() {
    return request;
  }

  RequestId requestId() {
    return terms.requestId();
  }

  SessionId sessionId() {
    return terms.sessionId();
  }

  int size() {
    return signers.size();
  }

  ScriptedSigner signer(int index) {
    return signers.get(index);
  }

  Part part(int index) {
    return parts.get(index);
  }

  Bytes commitmentsHash() {
    return Transcript.commitmentsHash(
        sessionId(), parts.stream().map(part -> part.commitment().commitments()).toList());
  }

  List<List<PublicNonce>> pubnonces() {
    return parts.stream().map(Part::pubnonces).toList();
  }

  void announce() {
    signers.get(0).announce(request);
  }

  /** Everybody joins; the session is open afterwards. */
  void open() {
    announce();
    joinAll();
  }

  void joinAll() {
    for (int i = 1; i < size(); i++) {
      signers.get(i).join(request, requestId());
    }
    view()
        .awaitPhase(
            request.optionsOrDefault().nonceCommitmentsOrDefault()
                ? SessionPhase.NONCE_COMMITMENT
                : SessionPhase.NONCE_EXCHANGE);
  }

  /** All that are named commit. */
  void commit(int from, int to) {
    for (int i = from; i < to; i++) {
      signers.get(i).say(SessionApi.COMMIT_NONCE, parts.get(i).commitment());
    }
  }

  void shareNonces(int from, int to) {
    for (int i = from; i < to; i++) {
      signers.get(i).say(SessionApi.SHARE_NONCE, parts.get(i).nonce(commitmentsHash()));
    }
  }

  void sign(int from, int to) {
    view().awaitPhase(SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);
    for (int i = from; i < to; i++) {
      signers.get(i).say(SessionApi.SHARE_PARTIAL_SIGNATURE, share(i));
    }
  }

  /** A signer's partial signatures; made once. */
  SharePartialSignature share(int index) {
    return shares.computeIfAbsent(index, i -> parts.get(i).signature(pubnonces()));
  }

  SessionView view() {
    return new SessionView(line, sessionId());
  }

  /** Another part of the same signer: what it would have said with other nonces. */
  Part another(int index) {
    return new Part(signers.get(index).key(), terms);
  }

  /** A partial signature of other nonces than the session's. */
  static SharePartialSignature signedAlone(ScriptedGroup group, int index) {
    Part other = group.another(index);
    List<List<PublicNonce>> nonces = new ArrayList<>(group.pubnonces());
    nonces.set(index, other.pubnonces());
    return other.signature(nonces);
  }

  /** What the session service would ask the crypto service. */
  AggregateSignatures signaturesToAggregate() {
    var engine = Engines.bouncyCastle();
    var sums =
        IntStream.range(0, request.items().size())
            .mapToObj(
                item ->
                    engine.aggregateNonces(
                        pubnonces().stream().map(list -> list.get(item)).toList()))
            .toList();
    return new AggregateSignatures(
        request.keys(),
        request.suite(),
        request.items(),
        pubnonces(),
        sums,
        IntStream.range(0, size()).mapToObj(i -> share(i).partialSigs()).toList());
  }
}
