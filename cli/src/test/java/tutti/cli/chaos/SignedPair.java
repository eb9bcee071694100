package tutti.cli.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.SignedOperation;
import tutti.protocol.Transcript;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/** Two signers that have signed, and everything that they said on the way. */
final class SignedPair {
  private static final Engine ENGINE = Engines.bouncyCastle();
  private static final Bytes MESSAGE = Bytes.of(new byte[32]);

  final SigningRequest request;
  final RequestId requestId;
  final SessionId sessionId;
  final Signature signature;
  private final Map<Step, List<Envelope>> said = new LinkedHashMap<>();

  SignedPair() {
    List<SecretKey> keys =
        Stream.generate(SecretKey::generate).limit(2).sorted(SignedPair::inOrder).toList();
    List<PublicKey> signers = keys.stream().map(SecretKey::publicKey).toList();
    request =
        SigningRequest.by(signers.get(0), signers)
            .items(List.of(SigningItem.of(MESSAGE)))
            .expiresAt(System.currentTimeMillis() + 600_000)
            .options(new RequestOptions(null, null, false, null, null, null, null))
            .build();
    Envelope announcement = say(Step.ANNOUNCE, keys.get(0), RequestApi.ANNOUNCE, request);
    requestId = RequestId.ofBody(CanonicalJson.of(announcement.body()));
    sessionId = new SessionTerms(requestId, request, 1).sessionId();
    say(Step.JOIN, keys.get(1), RequestApi.JOIN, new Join(requestId, 1));
    signature = sign(keys);
    keys.forEach(SecretKey::close);
  }

  private static int inOrder(SecretKey one, SecretKey other) {
    return one.publicKey().hex().compareTo(other.publicKey().hex());
  }

  private Signature sign(List<SecretKey> keys) {
    KeyAggContext aggregate = ENGINE.aggregateKeys(request.orderedKeys(), List.of());
    List<NoncePair> nonces =
        keys.stream()
            .map(key -> ENGINE.generateNonce(NonceRequest.of(key, aggregate, MESSAGE)))
            .toList();
    SigningSession session =
        ENGINE.startSession(
            aggregate,
            ENGINE.aggregateNonces(nonces.stream().map(NoncePair::publicNonce).toList()),
            MESSAGE);
    Bytes hash = Bytes.of(new byte[32]);
    List<PartialSignature> partials = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      SecretKey key = keys.get(i);
      NoncePair nonce = nonces.get(i);
      Bytes commitment = Transcript.nonceCommitment(sessionId, i, 0, nonce.publicNonce());
      var commit = new CommitNonce(sessionId, 1, i, List.of(commitment), null);
      say(Step.COMMIT_NONCE, key, SessionApi.COMMIT_NONCE, commit);
      var share = new ShareNonce(sessionId, 1, i, List.of(nonce.publicNonce()), hash);
      say(Step.SHARE_NONCE, key, SessionApi.SHARE_NONCE, share);
      partials.add(ENGINE.sign(nonce.secretNonce(), key, session));
      var last = new SharePartialSignature(sessionId, 1, i, List.of(partials.get(i)), hash, null);
      say(Step.SHARE_PARTIAL_SIGNATURE, key, SessionApi.SHARE_PARTIAL_SIGNATURE, last);
    }
    return ENGINE.aggregatePartials(session, partials);
  }

  private <B> Envelope say(Step step, SecretKey key, SignedOperation<B, ?> operation, B body) {
    Envelope envelope = signed(key, operation, body);
    said.computeIfAbsent(step, any -> new ArrayList<>()).add(envelope);
    return envelope;
  }

  /** What somebody says. */
  static <B> Envelope signed(SecretKey key, SignedOperation<B, ?> operation, B body) {
    var tree = Wire.tree(body);
    long now = System.currentTimeMillis();
    Bytes digest = Envelope.digest(operation.type(), key.publicKey(), 1, now, tree);
    return new Envelope(
        operation.type(), key.publicKey(), 1, now, tree, ENGINE.signSchnorr(key, digest));
  }

  /** By signer index; the announcer does not join. */
  List<Envelope> said(Step step) {
    return List.copyOf(said.getOrDefault(step, List.of()));
  }

  List<Envelope> everything() {
    return said.values().stream().flatMap(List::stream).toList();
  }
}
