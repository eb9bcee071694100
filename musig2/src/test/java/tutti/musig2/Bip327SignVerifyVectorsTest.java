package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource
class Bip327SignVerifyVectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip327/sign_verify_vectors.json");

  private final SeededEngine engine;

  Bip327SignVerifyVectorsTest(TestedEngine tested) {
    engine = tested.engine();
  }

  @ParameterizedTest
  @MethodSource
  void signsAndVerifiesAsPublished(JsonNode one) {
    SecretNonce secretNonce = Vectors.secretNonce(VECTORS.root().get("secnonces").get(0).asText());
    AggregateNonce aggregate = engine.aggregateNonces(VECTORS.nonces(one));
    SigningSession session = session(one, aggregate);
    int signer = one.get("signer_index").asInt();

    PartialSignature partial = engine.sign(secretNonce, VECTORS.secretKey(), session);

    assertThat(aggregate.bytes())
        .isEqualTo(Bytes.fromHex(VECTORS.pick("aggnonces", one.get("aggnonce_index"))));
    assertThat(partial).isEqualTo(PartialSignature.fromHex(one.get("expected").asText()));
    assertThat(engine.verifyPartial(session, partial, VECTORS.nonces(one).get(signer), signer))
        .isTrue();
  }

  static Stream<Named<JsonNode>> signsAndVerifiesAsPublished() {
    return VECTORS.cases("valid_test_cases");
  }

  @ParameterizedTest
  @MethodSource
  void refusesToSign(JsonNode one) {
    SecretNonce secretNonce =
        Vectors.secretNonce(VECTORS.pick("secnonces", one.get("secnonce_index")));
    AggregateNonce aggregate =
        AggregateNonce.fromHex(VECTORS.pick("aggnonces", one.get("aggnonce_index")));

    Vectors.assertFails(
        one, () -> engine.sign(secretNonce, VECTORS.secretKey(), session(one, aggregate)));
  }

  static Stream<Named<JsonNode>> refusesToSign() {
    return VECTORS.cases("sign_error_test_cases");
  }

  @ParameterizedTest
  @MethodSource
  void findsWrongSignaturesAsPublished(JsonNode one) {
    assertThat(verify(one)).isFalse();
  }

  static Stream<Named<JsonNode>> findsWrongSignaturesAsPublished() {
    return VECTORS.cases("verify_fail_test_cases");
  }

  @ParameterizedTest
  @MethodSource
  void namesTheSignerOfWhatCannotBeVerified(JsonNode one) {
    Vectors.assertFails(one, () -> verify(one));
  }

  static Stream<Named<JsonNode>> namesTheSignerOfWhatCannotBeVerified() {
    return VECTORS.cases("verify_error_test_cases");
  }

  private boolean verify(JsonNode one) {
    List<PublicNonce> nonces = VECTORS.nonces(one);
    int signer = one.get("signer_index").asInt();
    SigningSession session = session(one, engine.aggregateNonces(nonces));
    PartialSignature partial = PartialSignature.fromHex(one.get("sig").asText());
    return engine.verifyPartial(session, partial, nonces.get(signer), signer);
  }

  private SigningSession session(JsonNode one, AggregateNonce aggregate) {
    KeyAggContext keys = engine.aggregateKeys(VECTORS.keys(one), List.of());
    Bytes message = Bytes.fromHex(VECTORS.pick("msgs", one.get("msg_index")));
    return engine.startSession(keys, aggregate, message);
  }
}
