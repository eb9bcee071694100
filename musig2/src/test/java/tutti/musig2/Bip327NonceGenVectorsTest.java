package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource
class Bip327NonceGenVectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip327/nonce_gen_vectors.json");

  private final SeededEngine engine;

  Bip327NonceGenVectorsTest(TestedEngine tested) {
    engine = tested.engine();
  }

  @ParameterizedTest
  @MethodSource
  void generatesNoncesAsPublished(JsonNode one) {
    NonceRequest request =
        new NonceRequest(
            PublicKey.fromHex(one.get("pk").asText()),
            optional(one, "sk", hex -> SecretKey.of(Bytes.fromHex(hex).toArray())),
            optional(one, "aggpk", XOnlyPublicKey::fromHex),
            optional(one, "msg", Bytes::fromHex),
            optional(one, "extra_in", Bytes::fromHex));
    byte[] random = Bytes.fromHex(one.get("rand_").asText()).toArray();

    NoncePair pair = engine.generateNonce(request, random);

    assertThat(pair.publicNonce())
        .isEqualTo(PublicNonce.fromHex(one.get("expected_pubnonce").asText()));
    Bytes secret = pair.secretNonce().consume(Bytes::of);
    assertThat(Bytes.concat(secret, pair.secretNonce().publicKey().bytes()))
        .isEqualTo(Bytes.fromHex(one.get("expected_secnonce").asText()));
  }

  static Stream<Named<JsonNode>> generatesNoncesAsPublished() {
    return VECTORS.cases("test_cases");
  }

  private static <T> @Nullable T optional(JsonNode one, String field, Function<String, T> type) {
    return one.get(field).isNull() ? null : type.apply(one.get(field).asText());
  }
}
