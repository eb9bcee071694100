package tutti.transactions.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.psbt.Psbt;

/** The four spends of BIP373: output key, internal key, key in a script, derived internal key. */
class Bip373SigningTest {
  private static final String ALL_SIGNED = "With all partial signatures";
  private static final String OUTPUT_KEY = "the output key is a MuSig2 Aggregate Pubkey";
  private static final String INTERNAL_KEY = "the internal key is a MuSig2 Aggregate Pubkey";
  private static final String IN_SCRIPT = "a key in a script is a MuSig2 Aggregate Pubkey";
  private static final String DERIVED = "internal key is derived";

  static Stream<String> spends() {
    return Stream.of(OUTPUT_KEY, INTERNAL_KEY, IN_SCRIPT, DERIVED);
  }

  @ParameterizedTest
  @MethodSource("spends")
  void finishesEach(String spend) {
    PsbtFinalizer.Finalized finished = PsbtFinalizer.finish(psbt(spend, ALL_SIGNED));

    assertThat(finished.isComplete()).isTrue();
    int elements = spend.equals(IN_SCRIPT) ? 3 : 1;
    assertThat(finished.transaction().inputs().get(0).witness()).hasSize(elements);
  }

  @ParameterizedTest
  @MethodSource("spends")
  void derivesTheSameAtEveryStep(String spend) {
    List<PsbtItem> items = SigningPlan.of(psbt(spend, ALL_SIGNED)).items();

    assertThat(items).hasSize(1);
    for (String step : List.of("With participant pubkeys only", "With all pubnonces")) {
      assertThat(SigningPlan.of(psbt(spend, step)).items()).isEqualTo(items);
    }
  }

  @Test
  void hasTheTweaksOfEach() {
    assertThat(item(OUTPUT_KEY).keys().tweaks()).isEmpty();
    assertThat(item(INTERNAL_KEY).keys().tweaks()).hasSize(1);
    assertThat(item(IN_SCRIPT).keys().tweaks()).isEmpty();
    assertThat(item(IN_SCRIPT).isKeyPath()).isFalse();
    assertThat(item(DERIVED).keys().tweaks()).hasSize(3);
  }

  @Test
  void refusesParticipantsThatDoNotMakeTheAggregateKey() {
    Psbt psbt = psbt(OUTPUT_KEY, ALL_SIGNED);
    PublicKey participant = item(OUTPUT_KEY).participants().get(0);
    Bytes other = negated(participant);

    refuses(
        Tampering.replaced(psbt, participant.bytes(), other),
        ErrorCode.INVALID_KEY,
        "psbt.inputs[0].musig2_participant_pubkeys");
  }

  @Test
  void refusesAMerkleRootThatTheOutputDoesNotHave() {
    Psbt psbt = psbt(INTERNAL_KEY, ALL_SIGNED);
    // A field of type 0x18 beside the internal key, of type 0x17.
    Bytes field = Bytes.fromHex("011720");
    Psbt changed =
        Tampering.replaced(psbt, field, Bytes.fromHex("011820" + "11".repeat(32) + "011720"));

    refuses(changed, ErrorCode.INVALID_KEY, "psbt.inputs[0].tap_internal_key");
  }

  @Test
  void refusesAScriptThatTheOutputDoesNotHave() {
    Psbt psbt = psbt(IN_SCRIPT, ALL_SIGNED);
    Bytes script = psbt.inputs().get(0).tapLeafScripts().get(0).script();
    String hex = script.hex();
    Bytes verify = Bytes.fromHex(hex.substring(0, hex.length() - 2) + "ad");

    refuses(
        Tampering.replaced(psbt, script, verify),
        ErrorCode.INVALID_KEY,
        "psbt.inputs[0].tap_leaf_script");
  }

  @Test
  void refusesAnInputWhoseSpentOutputIsNotGiven() {
    Psbt psbt = psbt(OUTPUT_KEY, ALL_SIGNED);
    // Type 0x01 becomes 0x40, which nobody knows.
    Psbt changed = Tampering.replaced(psbt, Bytes.fromHex("01012b00"), Bytes.fromHex("01402b00"));

    refuses(changed, ErrorCode.MALFORMED, "psbt.inputs[0].witness_utxo");
  }

  @Test
  void refusesASighashTypeThatTaprootDoesNotKnow() {
    Psbt psbt = psbt(INTERNAL_KEY, ALL_SIGNED);
    Psbt changed =
        Tampering.replaced(
            psbt, Bytes.fromHex("011720"), Bytes.fromHex("010304" + "04000000" + "011720"));

    refuses(changed, ErrorCode.MALFORMED, "psbt.inputs[0].sighash_type");
  }

  @Test
  void refusesPartialSignaturesOfAnotherSighashType() {
    Psbt psbt = psbt(INTERNAL_KEY, ALL_SIGNED);
    Psbt changed =
        Tampering.replaced(
            psbt, Bytes.fromHex("011720"), Bytes.fromHex("010304" + "01000000" + "011720"));

    assertThatThrownBy(() -> PsbtFinalizer.finish(changed))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARTIAL_SIGNATURE));
  }

  @Test
  void findsChangeOnlyWhereItIsProven() {
    Psbt receiving =
        Vectors.stream(Vectors.read("bip373"))
            .filter(vector -> vector.get("case").asText().startsWith("Receiving"))
            .map(vector -> Psbt.decodeBase64(vector.get("psbt").asText()))
            .findFirst()
            .orElseThrow();

    // It pays to a group, but no group spends.
    assertThat(SigningPlan.of(receiving).summary().outputs())
        .allSatisfy(payment -> assertThat(payment.changeOf()).isNull());
  }

  private static void refuses(Psbt psbt, ErrorCode code, String field) {
    assertThatThrownBy(() -> SigningPlan.of(psbt))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.field()).isEqualTo(field);
            });
  }

  private static Bytes negated(PublicKey key) {
    byte[] bytes = key.bytes().toArray();
    bytes[0] ^= 1;
    return Bytes.of(bytes);
  }

  private static PsbtItem item(String spend) {
    return SigningPlan.of(psbt(spend, ALL_SIGNED)).items().get(0);
  }

  private static Psbt psbt(String spend, String step) {
    JsonNode vector =
        Vectors.stream(Vectors.read("bip373"))
            .filter(v -> v.get("case").asText().contains(spend))
            .filter(v -> v.get("step").asText().equals(step))
            .findFirst()
            .orElseThrow();
    return Psbt.decodeBase64(vector.get("psbt").asText());
  }
}
