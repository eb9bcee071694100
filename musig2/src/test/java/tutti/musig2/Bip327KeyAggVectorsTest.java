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
class Bip327KeyAggVectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip327/key_agg_vectors.json");

  private final SeededEngine engine;

  Bip327KeyAggVectorsTest(TestedEngine tested) {
    engine = tested.engine();
  }

  @ParameterizedTest
  @MethodSource
  void aggregatesKeysAsPublished(JsonNode one) {
    KeyAggContext context = engine.aggregateKeys(VECTORS.keys(one), List.of());

    assertThat(context.xOnlyPublicKey())
        .isEqualTo(XOnlyPublicKey.fromHex(one.get("expected").asText()));
  }

  static Stream<Named<JsonNode>> aggregatesKeysAsPublished() {
    return VECTORS.cases("valid_test_cases");
  }

  @ParameterizedTest
  @MethodSource
  void refusesBadKeysAndTweaks(JsonNode one) {
    Vectors.assertFails(one, () -> engine.aggregateKeys(VECTORS.keys(one), VECTORS.tweaks(one)));
  }

  static Stream<Named<JsonNode>> refusesBadKeysAndTweaks() {
    return VECTORS.cases("error_test_cases");
  }
}
