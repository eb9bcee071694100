package tutti.transactions.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;

/** The PSBTs of BIP174, BIP370, BIP371 and BIP373, and those that Bitcoin Core has made. */
class PsbtVectorsTest {
  private static final List<String> BIPS = List.of("bip174", "bip370", "bip371", "bip373");

  /** What is wrong with the invalid ones of BIP373, in their order. */
  private static final List<String> BIP373_FIELDS =
      List.of(
          "psbt.inputs[0].musig2_participant_pubkeys",
          "psbt.inputs[0].musig2_participant_pubkeys",
          "psbt.outputs[0].musig2_participant_pubkeys",
          "psbt.outputs[0].musig2_participant_pubkeys",
          "psbt.inputs[0].musig2_pub_nonce",
          "psbt.inputs[0].musig2_pub_nonce",
          "psbt.inputs[0].musig2_pub_nonce",
          "psbt.inputs[0].musig2_partial_sig",
          "psbt.inputs[0].musig2_partial_sig",
          "psbt.inputs[0].musig2_partial_sig");

  static Stream<Arguments> valid() {
    Stream<Arguments> published =
        vectors(true).map(v -> Arguments.of(v.get("case").asText(), v.get("psbt").asText()));
    Stream<Arguments> recorded =
        Vectors.BITCOIN_CORE.stream()
            .map(Vectors::bitcoinCore)
            .flatMap(scenario -> Vectors.stream(scenario.get("steps")))
            .map(step -> Arguments.of(step.get("step").asText(), step.get("psbt").asText()));
    return Stream.concat(published, recorded);
  }

  static Stream<Arguments> invalid() {
    return vectors(false).map(v -> Arguments.of(v.get("case").asText(), v.get("psbt").asText()));
  }

  private static Stream<JsonNode> vectors(boolean valid) {
    return BIPS.stream()
        .map(Vectors::read)
        .flatMap(Vectors::stream)
        .filter(vector -> vector.get("valid").asBoolean() == valid);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void writesWhatItReadByteByByte(String description, String text) {
    assertThat(Psbt.decodeBase64(text).encodeBase64()).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void refusesInvalidOnes(String description, String text) {
    Refusal refusal = refusal(text);

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).startsWith("psbt");
  }

  @Test
  void hasAllVectors() {
    assertThat(vectors(true)).hasSize(10 + 14 + 6 + 14);
    assertThat(vectors(false)).hasSize(20 + 24 + 11 + 10);
  }

  @Test
  void namesTheFieldThatIsWrongInThoseOfBip373() {
    assertThat(
            Vectors.stream(Vectors.read("bip373"))
                .filter(vector -> !vector.get("valid").asBoolean())
                .map(vector -> refusal(vector.get("psbt").asText()).field()))
        .isEqualTo(BIP373_FIELDS);
  }

  @Test
  void findsTheLockTimeThatAllInputsWant() {
    for (JsonNode vector : Vectors.read("bip370-locktime")) {
      Psbt psbt = Psbt.decodeBase64(vector.get("psbt").asText());

      if (vector.get("lockTime").isNull()) {
        Refusal refusal = catchThrowableOfType(Refusal.class, psbt::transaction);
        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
      } else {
        assertThat(psbt.transaction().lockTime())
            .as(vector.get("case").asText())
            .isEqualTo(vector.get("lockTime").asLong());
      }
    }
  }

  @Test
  void readsTheSameTransactionFromBothVersions() {
    Map<String, Integer> versions = Map.of("keypath-2of2-v0", 0, "keypath-2of2-v2", 2);
    versions.forEach(
        (name, version) -> {
          JsonNode scenario = Vectors.bitcoinCore(name);
          Psbt psbt = Psbt.decodeBase64(Vectors.step(scenario, "created"));

          assertThat(psbt.version()).isEqualTo(version);
          assertThat(psbt.transaction().txidText()).isEqualTo(scenario.get("txid").asText());
        });
  }

  private static Refusal refusal(String text) {
    return catchThrowableOfType(Refusal.class, () -> Psbt.decodeBase64(text));
  }
}
