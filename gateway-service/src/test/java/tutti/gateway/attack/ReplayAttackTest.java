package tutti.gateway.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tutti.gateway.BridgeClient;
import tutti.gateway.RestClient;
import tutti.gateway.RestClient.Answer;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.TaggedHash;
import tutti.protocol.Addresses;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.SignedOperation;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.Withdrawal;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** What was said or heard once, said again by somebody else or asked for by somebody else. */
@ExtendWith(Attacked.class)
class ReplayAttackTest {
  private final RunningGateway gateway;
  private final RestClient rest;
  private final SecretKey alice = SecretKey.generate();
  private final SecretKey bob = SecretKey.generate();
  private final SecretKey mallory = SecretKey.generate();

  ReplayAttackTest(Target target) {
    gateway = target.gateway();
    rest = target.rest();
  }

  @AfterEach
  void wipe() {
    List.of(alice, bob, mallory).forEach(SecretKey::close);
  }

  @Test
  void nobodyTakesAwayTheIdempotencyKeyOfAnother() {
    Answer first = rest.post("/v1/signers", advertisement(mallory), "Idempotency-Key", "obvious");
    Answer other = rest.post("/v1/signers", advertisement(alice), "Idempotency-Key", "obvious");

    assertThat(first.status()).isEqualTo(200);
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.header("Idempotent-Replayed")).isEmpty();
    assertThat(rest.get("/v1/signers/" + alice.publicKey().hex()).status()).isEqualTo(200);
  }

  @Test
  void nobodyGetsTheAnswerToAnotherByTheIdempotencyKey() {
    Envelope said = advertisement(alice);
    rest.post("/v1/signers", said, "Idempotency-Key", "k");
    JsonObject forged =
        new JsonObject(tutti.protocol.json.Wire.map(said)).put("signature", "1".repeat(128));

    Answer answer = rest.post("/v1/signers", forged.toBuffer().getBytes(), "Idempotency-Key", "k");

    assertThat(answer.code()).isIn(ErrorCode.CONFLICT, ErrorCode.INVALID_SIGNATURE);
    assertThat(answer.header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void anAdvertisementThatWasWithdrawnDoesNotComeBack() {
    Envelope said = advertisement(alice);
    String one = "/v1/signers/" + alice.publicKey().hex();
    rest.post("/v1/signers", said);
    rest.post(one + "/withdrawal", say(alice, DiscoveryApi.WITHDRAW, new Withdrawal(null)));

    Answer again = rest.post("/v1/signers", said);

    assertThat(again.status()).isBetween(400, 499);
    assertThat(rest.get(one).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void theWordsOfOneSignerAreNotTakenAsThoseOfAnother() {
    JsonObject said = new JsonObject(tutti.protocol.json.Wire.map(advertisement(alice)));

    Answer answer =
        rest.post(
            "/v1/signers", said.put("signer", mallory.publicKey().hex()).toBuffer().getBytes());

    assertThat(answer.code()).isEqualTo(ErrorCode.INVALID_SIGNATURE);
    assertThat(rest.get("/v1/signers/" + mallory.publicKey().hex()).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void nobodyHearsAgainWhatHappenedInTheSessionOfOthers() {
    String session = openedSession(alice);
    String own = openedSession(mallory);

    assertThat(heardAfter(alice, session, session)).anyMatch(id -> id.startsWith(session));
    assertThat(heardAfter(mallory, session, own))
        .anyMatch(id -> id.startsWith(own))
        .noneMatch(id -> id.startsWith(session));
  }

  /** With Bob, who has joined. */
  private String openedSession(SecretKey creator) {
    List<PublicKey> keys = List.of(creator.publicKey(), bob.publicKey());
    Bytes message = TaggedHash.of("tutti/test", Bytes.of(new byte[] {2}));
    SigningRequest request =
        SigningRequest.by(creator.publicKey(), keys)
            .items(List.of(SigningItem.of(message)))
            .purpose("replay")
            .expiresAt(System.currentTimeMillis() + 600_000)
            .build();
    Answer announced = rest.post("/v1/requests", say(creator, RequestApi.ANNOUNCE, request));
    RequestId id = RequestId.fromHex(announced.json().get("requestId").asText());
    int index = request.orderedKeys().indexOf(bob.publicKey());
    rest.post(
        "/v1/requests/" + id.hex() + "/joins", say(bob, RequestApi.JOIN, new Join(id, index)));
    return await()
        .until(
            () -> rest.get("/v1/requests/" + id.hex()).json().path("sessionId").asText(),
            session -> !session.isEmpty());
  }

  /**
   * The ids of all events that a signer gets that says to have seen none of a session: until it has
   * heard of its own one, and then of something that happened later.
   */
  private List<String> heardAfter(SecretKey signer, String session, String own) {
    String token;
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      token = client.logIn(signer).token();
    }
    var request =
        rest.request(
            "/v1/events?topics=signers&inbox=" + signer.publicKey().hex(),
            "Authorization",
            "Bearer " + token,
            "Last-Event-ID",
            session + ":0");
    List<String> heard = new ArrayList<>();
    try (var body = rest.client().send(request.GET().build(), BodyHandlers.ofInputStream()).body();
        var lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      readUntil(lines, own, heard);
      JsonObject last = new JsonObject().put("id", "last:1").put("type", "request.received");
      RunningGateway.await(
          gateway.vertx().eventBus().request(Addresses.inbox(signer.publicKey()), last));
      readUntil(lines, "last:1", heard);
      return heard;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void readUntil(BufferedReader lines, String wanted, List<String> heard)
      throws IOException {
    String id = "";
    while (!id.startsWith(wanted)) {
      String line = lines.readLine();
      assertThat(line).as("after %s", heard).isNotNull();
      if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
        heard.add(id);
      }
    }
  }

  private static Envelope advertisement(SecretKey key) {
    long end = System.currentTimeMillis() + 60_000;
    return say(
        key,
        DiscoveryApi.ADVERTISE,
        new Advertisement(List.of("replay"), null, null, null, end, null));
  }

  private static <B> Envelope say(SecretKey key, SignedOperation<B, ?> operation, B body) {
    return BridgeClient.say(key, operation, body, System.currentTimeMillis());
  }
}
