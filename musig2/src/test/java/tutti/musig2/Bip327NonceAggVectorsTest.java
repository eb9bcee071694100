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
class Bip327NonceAggVectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip327/nonce_agg_vectors.json");

  private final SeededEngine engine;

  Bip327NonceAggVectorsTest(TestedEngine tested) {
    engine = tested.engine();
  }

  @ParameterizedTest
  @MethodSource
  void aggregatesNoncesAsPublished(JsonNode one) {
    AggregateNonce sum =
        engine.aggregateNonces(
            VECTORS.pickAll("pnonces", one.get("pnonce_indices"), PublicNonce::fromHex));

    assertThat(sum).isEqualTo(AggregateNonce.fromHex(one.get("expected").asText()));
  }

  static Stream<Named<JsonNode>> aggregatesNoncesAsPublished() {
    return VECTORS.cases("valid_test_cases");
  }

  @ParameterizedTest
  @MethodSource
  void namesTheSignerOfABadNonce(JsonNode one) {
    Vectors.assertFails(
        one,
        () ->
            engine.aggregateNonces(
                VECTORS.pickAll("pnonces", one.get("pnonce_indices"), PublicNonce::fromHex)));
  }

  static Stream<Named<JsonNode>> namesTheSignerOfABadNonce() {
    return VECTORS.cases("error_test_cases");
  }
}
