package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource
class Bip327DetSignVectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip327/det_sign_vectors.json");

  private final SeededEngine engine;

  Bip327DetSignVectorsTest(TestedEngine tested) {
    engine = tested.engine();
  }

  @ParameterizedTest
  @MethodSource
  void signsWithoutStateAsPublished(JsonNode one) {
    DeterministicSignature made = sign(one);

    JsonNode expected = one.get("expected");
    assertThat(made.publicNonce()).isEqualTo(PublicNonce.fromHex(expected.get(0).asText()));
    assertThat(made.partialSignature())
        .isEqualTo(PartialSignature.fromHex(expected.get(1).asText()));
  }

  static Stream<Named<JsonNode>> signsWithoutStateAsPublished() {
    return VECTORS.cases("valid_test_cases");
  }

  @ParameterizedTest
  @MethodSource
  void refusesToSign(JsonNode one) {
    Vectors.assertFails(one, () -> sign(one));
  }

  static Stream<Named<JsonNode>> refusesToSign() {
    return VECTORS.cases("error_test_cases");
  }

  private DeterministicSignature sign(JsonNode one) {
    List<Tweak> tweaks = new ArrayList<>();
    for (int i = 0; i < one.get("tweaks").size(); i++) {
      tweaks.add(
          Tweak.fromHex(one.get("tweaks").get(i).asText(), one.get("is_xonly").get(i).asBoolean()));
    }
    JsonNode random = one.get("rand");
    return engine.deterministicSign(
        VECTORS.secretKey(),
        AggregateNonce.fromHex(one.get("aggothernonce").asText()),
        engine.aggregateKeys(VECTORS.keys(one), tweaks),
        Bytes.fromHex(VECTORS.pick("msgs", one.get("msg_index"))),
        random.isNull() ? null : Bytes.fromHex(random.asText()).toArray());
  }
}
