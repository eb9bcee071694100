package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource
class Bip327TweakVectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip327/tweak_vectors.json");

  private final SeededEngine engine;

  Bip327TweakVectorsTest(TestedEngine tested) {
    engine = tested.engine();
  }

  @ParameterizedTest
  @MethodSource
  void signsUnderTweakedKeysAsPublished(JsonNode one) {
    SigningSession session = session(one);
    int signer = one.get("signer_index").asInt();
    SecretNonce secretNonce = Vectors.secretNonce(VECTORS.text("secnonce"));

    PartialSignature partial = engine.sign(secretNonce, VECTORS.secretKey(), session);

    assertThat(partial).isEqualTo(PartialSignature.fromHex(one.get("expected").asText()));
    assertThat(engine.verifyPartial(session, partial, VECTORS.nonces(one).get(signer), signer))
        .isTrue();
  }

  static Stream<Named<JsonNode>> signsUnderTweakedKeysAsPublished() {
    return VECTORS.cases("valid_test_cases");
  }

  @ParameterizedTest
  @MethodSource
  void refusesABadTweak(JsonNode one) {
    Vectors.assertFails(one, () -> session(one));
  }

  static Stream<Named<JsonNode>> refusesABadTweak() {
    return VECTORS.cases("error_test_cases");
  }

  private SigningSession session(JsonNode one) {
    AggregateNonce aggregate = engine.aggregateNonces(VECTORS.nonces(one));
    assertThat(aggregate).isEqualTo(AggregateNonce.fromHex(VECTORS.text("aggnonce")));
    return engine.startSession(
        engine.aggregateKeys(VECTORS.keys(one), VECTORS.tweaks(one)),
        aggregate,
        Bytes.fromHex(VECTORS.text("msg")));
  }
}
