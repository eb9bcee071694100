package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Bip328VectorsTest {
  private static final Vectors VECTORS = Vectors.read("bip328/vectors.json");

  private final Engine engine = Engines.bouncyCastle();

  @ParameterizedTest
  @MethodSource
  void makesExtendedKeysAsPublished(JsonNode one) {
    List<PublicKey> keys = new ArrayList<>();
    one.get("keys").forEach(key -> keys.add(PublicKey.fromHex(key.asText())));

    PublicKey aggregate = engine.aggregateKeys(keys, List.of()).aggregatePublicKey();

    assertThat(aggregate.hex()).isEqualTo(one.get("aggregate_pubkey").asText());
    assertThat(new SyntheticXpub(aggregate).encode(Network.MAINNET))
        .isEqualTo(one.get("xpub").asText());
  }

  static Stream<JsonNode> makesExtendedKeysAsPublished() {
    return StreamSupport.stream(VECTORS.root().spliterator(), false);
  }
}
