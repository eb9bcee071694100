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
class Bip327SigAggVectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip327/sig_agg_vectors.json");

  private final SeededEngine engine;

  Bip327SigAggVectorsTest(TestedEngine tested) {
    engine = tested.engine();
  }

  @ParameterizedTest
  @MethodSource
  void aggregatesSignaturesAsPublished(JsonNode one) {
    AggregateNonce aggregate = engine.aggregateNonces(VECTORS.nonces(one));
    SigningSession session = session(one);

    Signature signature = engine.aggregatePartials(session, partials(one));

    assertThat(aggregate).isEqualTo(session.aggregateNonce());
    assertThat(signature).isEqualTo(Signature.fromHex(one.get("expected").asText()));
    assertThat(engine.culprits(session, partials(one), VECTORS.nonces(one))).isEmpty();
    assertThat(
            engine.verifySchnorr(
                session.keyAggContext().xOnlyPublicKey(), session.message(), signature))
        .isTrue();
  }

  static Stream<Named<JsonNode>> aggregatesSignaturesAsPublished() {
    return VECTORS.cases("valid_test_cases");
  }

  @ParameterizedTest
  @MethodSource
  void namesTheSignerOfASignatureOutOfRange(JsonNode one) {
    Vectors.assertFails(one, () -> engine.aggregatePartials(session(one), partials(one)));
  }

  static Stream<Named<JsonNode>> namesTheSignerOfASignatureOutOfRange() {
    return VECTORS.cases("error_test_cases");
  }

  private static List<PartialSignature> partials(JsonNode one) {
    return VECTORS.pickAll("psigs", one.get("psig_indices"), PartialSignature::fromHex);
  }

  private SigningSession session(JsonNode one) {
    return engine.startSession(
        engine.aggregateKeys(VECTORS.keys(one), VECTORS.tweaks(one)),
        AggregateNonce.fromHex(one.get("aggnonce").asText()),
        Bytes.fromHex(VECTORS.text("msg")));
  }
}
