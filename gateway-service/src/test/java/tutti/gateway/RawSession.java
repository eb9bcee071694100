package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.TaggedHash;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SignedOperation;
import tutti.protocol.Transcript;
import tutti.protocol.json.Wire;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

/** A session of two keys that say by REST what no agent would say. */
public final class RawSession {
  /** One round less, and nothing to broadcast. */
  private static final RequestOptions SHORT =
      new RequestOptions(false, null, false, null, null, null, null);

  private final RestClient rest;
  private final List<SecretKey> keys;
  private final SessionId id;

  private RawSession(RestClient rest, List<SecretKey> keys, SessionId id) {
    this.rest = rest;
    this.keys = keys;
    this.id = id;
  }

  /** Announced by the first, joined by the second; their order is that of the request. */
  public static RawSession open(RestClient rest, SecretKey creator, SecretKey other) {
    SigningRequest request =
        SigningRequest.by(creator.publicKey(), List.of(creator.publicKey(), other.publicKey()))
            .items(List.of(SigningItem.of(TaggedHash.of("tutti/test", Bytes.of(new byte[] {3})))))
            .purpose("raw")
            .expiresAt(System.currentTimeMillis() + 600_000)
            .options(SHORT)
            .build();
    var announced = rest.post("/v1/requests", say(creator, RequestApi.ANNOUNCE, request, 1));
    assertThat(announced.status()).as(announced.response().body()).isEqualTo(200);
    RequestId asked = RequestId.fromHex(announced.json().get("requestId").asText());
    List<PublicKey> order = request.orderedKeys();
    Join join = new Join(asked, order.indexOf(other.publicKey()));
    rest.post("/v1/requests/" + asked.hex() + "/joins", say(other, RequestApi.JOIN, join, 1));
    String session =
        await()
            .until(
                () -> rest.get("/v1/requests/" + asked.hex()).json().path("sessionId").asText(),
                opened -> !opened.isEmpty());
    List<SecretKey> keys =
        order.get(0).equals(creator.publicKey())
            ? List.of(creator, other)
            : List.of(other, creator);
    return new RawSession(rest, keys, SessionId.fromHex(session));
  }

  public SessionId id() {
    return id;
  }

  /** Where it is. */
  public String path() {
    return "/v1/sessions/" + id.hex();
  }

  /** Of the signer with this index. */
  public SecretKey key(int index) {
    return keys.get(index);
  }

  /** Both share points as nonces, and partial signatures that are none: it is the first's fault. */
  public void failBecauseOfTheFirst() {
    for (int i = 0; i < keys.size(); i++) {
      contribute(
          "/nonces",
          say(keys.get(i), SessionApi.SHARE_NONCE, new ShareNonce(id, 1, i, nonces(i), null), 1));
    }
    // Whoever asks may be refused until the nonces are added up.
    var hash = Transcript.noncesHash(id, List.of(nonces(0), nonces(1)));
    for (int i = 0; i < keys.size(); i++) {
      var share =
          new SharePartialSignature(
              id, 1, i, List.of(PartialSignature.fromHex("00".repeat(31) + "01")), hash);
      Envelope said = say(keys.get(i), SessionApi.SHARE_PARTIAL_SIGNATURE, share, 2);
      await().until(() -> rest.post(path() + "/partial-signatures", said).status() == 200);
    }
  }

  private void contribute(String round, Envelope said) {
    var answer = rest.post(path() + round, said);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
  }

  /** A public nonce is two points, whoever knows their logarithms. */
  private List<PublicNonce> nonces(int index) {
    return List.of(
        PublicNonce.fromHex(
            keys.get(index).publicKey().hex() + keys.get(1 - index).publicKey().hex()));
  }

  private static <B> Envelope say(
      SecretKey key, SignedOperation<B, ?> operation, B body, long sequence) {
    ObjectNode tree = Wire.tree(body);
    long now = System.currentTimeMillis();
    Bytes digest = Envelope.digest(operation.type(), key.publicKey(), sequence, now, tree);
    return new Envelope(
        operation.type(),
        key.publicKey(),
        sequence,
        now,
        tree,
        Engines.bouncyCastle().signSchnorr(key, digest));
  }
}
