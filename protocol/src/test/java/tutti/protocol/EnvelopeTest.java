package tutti.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.crypto.signers.BIP340Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.protocol.example.Signer;
import tutti.protocol.json.Wire;
import tutti.protocol.request.Decline;
import tutti.protocol.request.RequestApi;

class EnvelopeTest {
  private static final Engine ENGINE = Engines.bouncyCastle();
  private static final RequestId REQUEST = RequestId.fromHex("ab".repeat(32));

  private final Envelope envelope =
      Signer.BOB.say(RequestApi.DECLINE, 7, new Decline(REQUEST, 2, "not \u20ac today"));

  static Stream<ObjectNode> changes() {
    ObjectNode original =
        Wire.tree(Signer.BOB.say(RequestApi.DECLINE, 7, new Decline(REQUEST, 2, "no")));
    return Stream.of(
        original.deepCopy().put("type", "request.declin"),
        original.deepCopy().put("signer", Signer.CAROL.publicKey().hex()),
        original.deepCopy().put("sequence", 8),
        original.deepCopy().put("sentAt", original.get("sentAt").asLong() + 1),
        original.deepCopy().set("body", Wire.tree(new Decline(REQUEST, 1, "no"))),
        original.deepCopy().set("body", Wire.tree(new Decline(REQUEST, 2, "No"))),
        original.deepCopy().set("body", Wire.tree(new Decline(REQUEST, 2, null))),
        original
            .deepCopy()
            .put("signature", "00" + original.get("signature").asText().substring(2)));
  }

  @Test
  void isSignedByItsSigner() {
    assertThat(envelope.isSignedBySigner(ENGINE)).isTrue();
  }

  @Test
  void verifiesWithAnotherVerifier() {
    assertThat(verifiesElsewhere(envelope)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void anyChangedMemberBreaksTheSignature(ObjectNode changed) {
    Envelope read = Wire.read(changed, Envelope.class);

    assertThat(read.isSignedBySigner(ENGINE)).isFalse();
    assertThat(verifiesElsewhere(read)).isFalse();
  }

  @Test
  void isNotSignedByAKeyThatIsNoPoint() {
    PublicKey noPoint = PublicKey.fromHex("02" + "ff".repeat(32));
    Envelope forged =
        new Envelope(envelope.type(), noPoint, 7, 1, envelope.body(), envelope.signature());

    assertThat(forged.isSignedBySigner(ENGINE)).isFalse();
  }

  @Test
  void theDigestDoesNotDependOnOrderOrWhitespaceOfTheJsonReceived() {
    String shuffled =
        """
        { "body": { "reason" : "not \\u20AC today", "signerIndex":2,

          "requestId":"%s" },
          "signature":"%s", "sentAt": %d,"sequence":7, "signer":"%s",
          "type":"request.decline" }
        """
            .formatted(
                REQUEST.hex(),
                envelope.signature().hex(),
                envelope.sentAt(),
                envelope.signer().hex());

    Envelope read = Wire.read(shuffled.getBytes(UTF_8), Envelope.class);

    assertThat(read.digest()).isEqualTo(envelope.digest());
    assertThat(read.isSignedBySigner(ENGINE)).isTrue();
  }

  @Test
  void theDigestIsTheTaggedHashOfTheCanonicalMembers() throws NoSuchAlgorithmException {
    String canonical =
        "{\"body\":{\"reason\":\"not \u20ac today\",\"requestId\":\"%s\",\"signerIndex\":2},"
                .formatted(REQUEST.hex())
            + "\"sentAt\":%d,\"sequence\":7,\"signer\":\"%s\",\"type\":\"request.decline\"}"
                .formatted(envelope.sentAt(), envelope.signer().hex());
    byte[] tag =
        MessageDigest.getInstance("SHA-256").digest("tutti/v1/request.decline".getBytes(UTF_8));
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    hash.update(tag);
    hash.update(tag);
    hash.update(canonical.getBytes(UTF_8));

    assertThat(envelope.digest().hex()).isEqualTo(HexFormat.of().formatHex(hash.digest()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 53})
  void refusesASequenceOutOfRange(long sequence) {
    assertThatThrownBy(() -> Signer.BOB.say("x", sequence, envelope.body()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("sequence"));
  }

  @Test
  void refusesTextThatNoCanonicalFormExistsFor() {
    ObjectNode body = envelope.body().deepCopy().put("reason", "\ud800");

    assertThatThrownBy(() -> Envelope.digest("x", envelope.signer(), 1, 1, body))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED));
  }

  @Test
  void anOperationRefusesAnEnvelopeOfAnotherType() {
    assertThatThrownBy(() -> RequestApi.JOIN.bodyOf(envelope))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("type"));
  }

  private static boolean verifiesElsewhere(Envelope envelope) {
    Bytes digest = envelope.digest();
    BIP340Signer verifier = new BIP340Signer();
    verifier.init(false, BIP340Signer.decodePublicKey(envelope.signer().xOnly().bytes().toArray()));
    verifier.update(digest.toArray(), 0, digest.length());
    return verifier.verifySignature(envelope.signature().bytes().toArray());
  }
}
