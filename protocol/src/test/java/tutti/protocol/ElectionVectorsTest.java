package tutti.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.protocol.json.Wire;

/** Among sorted keys, elects whom the system elects that the flow comes from. */
class ElectionVectorsTest {
  static Stream<Arguments> elections() throws IOException {
    Path file = Path.of("../musig2/src/test/resources/vectors/lotus-musig2.json");
    JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
    return entries(root.get("election"))
        .flatMap(one -> entries(one.get("results")).map(result -> Arguments.of(one, result)));
  }

  @ParameterizedTest
  @MethodSource("elections")
  void electsTheSameCoordinatorsInTheSameOrder(JsonNode one, JsonNode result) {
    List<PublicKey> keys =
        KeySort.sort(
            entries(one.get("publicKeys")).map(key -> PublicKey.fromHex(key.asText())).toList());
    ElectionMethod method = Wire.mapper().convertValue(result.get("method"), ElectionMethod.class);

    Election election = Election.hold(method, keys, keys.get(0), true);

    assertThat(keys.get(election.coordinator()).hex())
        .isEqualTo(result.get("coordinator").asText());
    assertThat(election.priorityList())
        .isEqualTo(entries(result.get("priorityListOfSorted")).map(JsonNode::asInt).toList());
    assertThat(election.proof().hex()).isEqualTo(result.get("electionProof").asText());
  }

  private static Stream<JsonNode> entries(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
