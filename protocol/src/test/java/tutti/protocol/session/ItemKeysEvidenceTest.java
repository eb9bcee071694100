package tutti.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.SigningSession;
import tutti.musig2.TaggedHash;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.SessionTerms;
import tutti.protocol.Transcript;
import tutti.protocol.example.Signer;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.ItemKeys;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Who answers for a partial signature under a key that is not its own. */
class ItemKeysEvidenceTest {
  private static final Engine ENGINE = Engines.bouncyCastle();
  private static final List<Signer> SIGNERS =
      Stream.of(Signer.ALICE, Signer.BOB).sorted(Comparator.comparing(Signer::publicKey)).toList();

  /** In an order that sorting turns round. */
  private static final List<SecretKey> PARTICIPANTS =
      Stream.of(secret("one"), secret("two"))
          .sorted(Comparator.comparing(SecretKey::publicKey).reversed())
          .toList();

  @ParameterizedTest
  @EnumSource(KeyOrder.class)
  void aPartialSignatureIsJudgedUnderTheKeyOfTheItem(KeyOrder order) {
    Signed signed = Signed.by(order);

    for (int signer = 0; signer < 2; signer++) {
      assertThat(signed.flaw(signer, signed.partials.get(signer)))
          .hasValue("the partial signatures are valid");
      assertThat(signed.flaw(signer, signed.partials.get(1 - signer))).isEmpty();
    }
  }

  private static SecretKey secret(String name) {
    return SecretKey.of(TaggedHash.of("test/" + name, Bytes.EMPTY).toArray());
  }

  /** A request that two have signed with other keys than their own. */
  private record Signed(
      SigningRequest request, List<PublicNonce> nonces, List<PartialSignature> partials) {
    static Signed by(KeyOrder order) {
      SigningItem item =
          new SigningItem(
              TaggedHash.sha256(Bytes.EMPTY),
              null,
              PARTICIPANTS.stream().map(SecretKey::publicKey).toList());
      SigningRequest request =
          SigningRequest.by(
                  Signer.ALICE.publicKey(), SIGNERS.stream().map(Signer::publicKey).toList())
              .keyOrder(order)
              .items(List.of(item))
              .expiresAt(Signer.START)
              .build();
      ItemKeys keys = request.itemKeys(item);
      KeyAggContext context = ENGINE.aggregateKeys(keys.aggregated(), List.of());
      List<NoncePair> pairs =
          PARTICIPANTS.stream()
              .map(key -> ENGINE.generateNonce(NonceRequest.of(key.publicKey())))
              .toList();
      List<PublicNonce> nonces = pairs.stream().map(NoncePair::publicNonce).toList();
      SigningSession session =
          ENGINE.startSession(context, ENGINE.aggregateNonces(nonces), item.message());
      List<PartialSignature> partials =
          Stream.of(0, 1)
              .map(i -> ENGINE.sign(pairs.get(i).secretNonce(), PARTICIPANTS.get(i), session))
              .toList();
      return new Signed(request, nonces, partials);
    }

    Optional<String> flaw(int signer, PartialSignature partial) {
      var announcement = Signer.ALICE.say(RequestApi.ANNOUNCE, 1, request);
      RequestId requestId = RequestId.ofBody(CanonicalJson.of(announcement.body()));
      var id = new SessionTerms(requestId, request, 1).sessionId();
      List<List<PublicNonce>> set = nonces.stream().map(List::of).toList();
      var share =
          new SharePartialSignature(
              id, 1, signer, List.of(partial), Transcript.noncesHash(id, set));
      return new EvidenceCheck(ENGINE)
          .flaw(
              new Evidence(
                  id,
                  1,
                  ErrorCode.INVALID_PARTIAL_SIGNATURE,
                  signer,
                  announcement,
                  List.of(SIGNERS.get(signer).say(SessionApi.SHARE_PARTIAL_SIGNATURE, 2, share)),
                  set));
    }
  }
}
