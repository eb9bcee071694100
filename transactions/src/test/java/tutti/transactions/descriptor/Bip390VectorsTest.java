package tutti.transactions.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;

/** The descriptors of BIP390. */
class Bip390VectorsTest {
  private static final JsonNode BIP390 = Vectors.read("bip390");

  static Stream<JsonNode> valid() {
    return Vectors.stream(BIP390.get("valid"));
  }

  static Stream<Arguments> invalid() {
    return Vectors.stream(BIP390.get("invalid"))
        .map(v -> Arguments.of(v.get("case").asText(), v.get("descriptor").asText()));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void makesTheScriptsOfTheBip(JsonNode vector) {
    Descriptor descriptor = Descriptor.parse(vector.get("descriptor").asText());

    assertThat(descriptor.isRanged()).isEqualTo(vector.get("scripts").size() > 1);
    for (int i = 0; i < vector.get("scripts").size(); i++) {
      assertThat(descriptor.scriptPubKey(new Position(0, i)).hex())
          .isEqualTo(vector.get("scripts").get(i).asText());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void refusesWhatTheBipForbids(String description, String descriptor) {
    assertThatThrownBy(() -> Descriptor.parse(descriptor))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(refusal.field()).isEqualTo("descriptor");
            });
  }

  @Test
  void hasAllVectors() {
    assertThat(valid()).hasSize(6);
    assertThat(invalid()).hasSize(14);
  }
}
