package tutti.protocol.example;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.RepeatableEngine;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.Suite;
import tutti.musig2.TaggedHash;
import tutti.protocol.ElectionMethod;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.Transcript;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.Join;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/**
 * The one story of all examples: alice asks bob and carol to sign two items with her, and they do.
 * Everything in it is real and verifies.
 */
public final class Story {
  public static final long DEADLINE = Signer.START + 600_000;
  private static final Engine ENGINE = RepeatableEngine.of("story");

  public final SigningRequest request;
  public final Envelope announcement;
  public final RequestId requestId;
  public final SessionTerms terms;
  public final SessionId sessionId;

  /** The signers in the key order. */
  public final List<Signer> signers;

  public final List<Envelope> joins;
  public final List<CommitNonce> commitments = new ArrayList<>();
  public final List<ShareNonce> nonces = new ArrayList<>();
  public final List<SharePartialSignature> partials = new ArrayList<>();
  public final List<AggregateNonce> aggnonces = new ArrayList<>();
  public final List<Signature> signatures;

  private Story(SigningRequest told) {
    request = told;
    announcement = Signer.ALICE.say(RequestApi.ANNOUNCE, 1, request);
    requestId = RequestId.ofBody(CanonicalJson.of(announcement.body()));
    terms = new SessionTerms(requestId, request, 1);
    sessionId = terms.sessionId();
    signers =
        Stream.of(Signer.ALICE, Signer.BOB, Signer.CAROL)
            .sorted(Comparator.comparing(Signer::publicKey))
            .toList();
    joins =
        signers.stream()
            .filter(signer -> !signer.equals(Signer.ALICE))
            .map(signer -> signer.say(RequestApi.JOIN, 2, new Join(requestId, index(signer))))
            .toList();
    List<List<NoncePair>> secrets = signers.stream().map(this::nonces).toList();
    exchange(secrets);
    List<SigningSession> sessions = items().mapToObj(this::session).toList();
    sign(secrets, sessions);
    signatures = items().mapToObj(item -> finish(sessions.get(item), item)).toList();
  }

  public static Story told() {
    return new Story(request(KeyOrder.SORTED, null, new ItemTweak(hash("x-only tweak"), true)));
  }

  /** The same in another suite. */
  public static Story told(Suite suite) {
    return new Story(request(null, suite, new ItemTweak(hash("another plain tweak"), false)));
  }

  public int index(Signer signer) {
    return signers.indexOf(signer);
  }

  public List<List<PublicNonce>> pubnonces() {
    return nonces.stream().map(ShareNonce::pubnonces).toList();
  }

  public List<List<Bytes>> commitmentSet() {
    return commitments.stream().map(CommitNonce::commitments).toList();
  }

  public List<List<PartialSignature>> partialSigs() {
    return partials.stream().map(SharePartialSignature::partialSigs).toList();
  }

  public Envelope commitmentBy(Signer signer) {
    return signer.say(SessionApi.COMMIT_NONCE, 3, commitments.get(index(signer)));
  }

  public Envelope nonceBy(Signer signer) {
    return signer.say(SessionApi.SHARE_NONCE, 4, nonces.get(index(signer)));
  }

  public Envelope partialBy(Signer signer) {
    return signer.say(SessionApi.SHARE_PARTIAL_SIGNATURE, 5, partials.get(index(signer)));
  }

  /** The session of the second attempt. */
  public SessionId retried() {
    return new SessionTerms(requestId, request, 2).sessionId();
  }

  public KeyAggContext keys(int item) {
    return ENGINE.aggregateKeys(terms.suite(), terms.keys(), terms.items().get(item).tweakList());
  }

  static Bytes hash(String text) {
    return TaggedHash.sha256(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static SigningRequest request(
      @Nullable KeyOrder order, @Nullable Suite suite, ItemTweak last) {
    return SigningRequest.by(
            Signer.ALICE.publicKey(),
            List.of(Signer.ALICE.publicKey(), Signer.BOB.publicKey(), Signer.CAROL.publicKey()))
        .keyOrder(order)
        .suite(suite)
        .items(
            List.of(
                new SigningItem(hash("first item"), null),
                new SigningItem(
                    hash("second item"), List.of(new ItemTweak(hash("plain tweak"), false), last))))
        .scheme(SigningRequest.RAW)
        .purpose("Payout of the shop, week 47")
        .expiresAt(Signer.START + 7_200_000)
        .options(
            new RequestOptions(true, 600_000L, true, 300_000L, ElectionMethod.HASH_BASED, true, 3))
        .metadata(Map.of("order", "4711"))
        .build();
  }

  private IntStream items() {
    return IntStream.range(0, request.items().size());
  }

  private List<NoncePair> nonces(Signer signer) {
    return items()
        .mapToObj(
            item ->
                RepeatableEngine.of(signer.name() + item)
                    .generateNonce(
                        NonceRequest.of(
                            signer.key(), keys(item), terms.items().get(item).message())))
        .toList();
  }

  private void exchange(List<List<NoncePair>> secrets) {
    for (int signer = 0; signer < secrets.size(); signer++) {
      List<NoncePair> own = secrets.get(signer);
      int index = signer;
      List<Bytes> hashes =
          items()
              .mapToObj(
                  item ->
                      Transcript.nonceCommitment(
                          sessionId, index, item, own.get(item).publicNonce()))
              .toList();
      commitments.add(new CommitNonce(sessionId, 1, index, hashes));
    }
    Bytes seen = Transcript.commitmentsHash(sessionId, commitmentSet());
    for (int signer = 0; signer < secrets.size(); signer++) {
      List<PublicNonce> own = secrets.get(signer).stream().map(NoncePair::publicNonce).toList();
      nonces.add(new ShareNonce(sessionId, 1, signer, own, seen));
    }
  }

  private SigningSession session(int item) {
    AggregateNonce aggregate =
        ENGINE.aggregateNonces(pubnonces().stream().map(own -> own.get(item)).toList());
    aggnonces.add(aggregate);
    return ENGINE.startSession(keys(item), aggregate, terms.items().get(item).message());
  }

  private void sign(List<List<NoncePair>> secrets, List<SigningSession> sessions) {
    Bytes seen = Transcript.noncesHash(sessionId, pubnonces());
    for (int signer = 0; signer < secrets.size(); signer++) {
      Signer who = signers.get(signer);
      List<NoncePair> own = secrets.get(signer);
      List<PartialSignature> signed =
          items()
              .mapToObj(
                  item -> ENGINE.sign(own.get(item).secretNonce(), who.key(), sessions.get(item)))
              .toList();
      partials.add(new SharePartialSignature(sessionId, 1, signer, signed, seen));
    }
  }

  private Signature finish(SigningSession session, int item) {
    return ENGINE.aggregatePartials(
        session, partialSigs().stream().map(own -> own.get(item)).toList());
  }
}
