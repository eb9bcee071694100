package tutti.transactions.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.SighashType;

class PsbtCombinerTest {
  private static final JsonNode BIP174 = Vectors.read("bip174-combiner");

  /** The BIP's own one has partial signatures in an order that is nobody's rule. */
  @Test
  void combinesWhatTwoSignersAdded() {
    Psbt combined = Psbt.decodeBase64(combined("first", "second"));

    assertThat(pairs(combined)).isEqualTo(pairs(psbt("combined")));
  }

  @Test
  void keepsPairsThatNoBipKnows() {
    assertThat(combined("unknownFirst", "unknownSecond"))
        .isEqualTo(BIP174.get("unknownCombined").asText());
  }

  @Test
  void isTheSameWhicheverComesFirst() {
    assertThat(combined("second", "first")).isEqualTo(combined("first", "second"));
    assertThat(combined("first", "first")).isEqualTo(BIP174.get("first").asText());
  }

  @Test
  void refusesPsbtsOfDifferentTransactions() {
    assertThat(code(psbt("first"), psbt("unknownFirst"))).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void refusesToMixVersions() {
    Psbt version2 =
        Psbt.decodeBase64(Vectors.step(Vectors.bitcoinCore("keypath-2of2-v2"), "created"));

    assertThatThrownBy(() -> PsbtCombiner.combine(List.of(psbt("first"), version2)))
        .hasMessageContaining("versions 0 and 2");
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> PsbtCombiner.combine(List.of())).isInstanceOf(Refusal.class);
  }

  /**
   * Flags 0b011 after signatures of ALL on one side, and of SINGLE with ANYONECANPAY on the other.
   */
  @Test
  void lessensWhatMayBeModifiedAsSignersDo() {
    assertThat(flags(SighashType.DEFAULT)).isEqualTo("00");
    assertThat(flags(SighashType.SINGLE_ANYONECANPAY)).isEqualTo("05");
    assertThat(flags(SighashType.NONE)).isEqualTo("02");
    assertThat(flags(SighashType.SINGLE_ANYONECANPAY, SighashType.DEFAULT)).isEqualTo("04");
  }

  private static String flags(SighashType... signed) {
    Psbt psbt = modifiable();
    List<Psbt> each = List.of(signed).stream().map(type -> PsbtUpdate.signed(psbt, type)).toList();
    return PsbtCombiner.combine(each).global().value(GlobalField.TX_MODIFIABLE).orElseThrow().hex();
  }

  private static Psbt modifiable() {
    Psbt psbt = Psbt.decodeBase64(Vectors.step(Vectors.bitcoinCore("keypath-2of2-v2"), "created"));
    return psbt.withGlobal(
        psbt.global().with(GlobalField.TX_MODIFIABLE, Bytes.EMPTY, Bytes.fromHex("03")));
  }

  private static List<Set<Pair>> pairs(Psbt psbt) {
    return Stream.of(List.of(psbt.global()), psbt.inputMaps(), psbt.outputMaps())
        .flatMap(List::stream)
        .map(map -> Set.copyOf(map.pairs()))
        .toList();
  }

  private static String combined(String one, String other) {
    return PsbtCombiner.combine(List.of(psbt(one), psbt(other))).encodeBase64();
  }

  private static Psbt psbt(String name) {
    return Psbt.decodeBase64(BIP174.get(name).asText());
  }

  private static ErrorCode code(Psbt one, Psbt other) {
    try {
      PsbtCombiner.combine(List.of(one, other));
    } catch (Refusal refusal) {
      return refusal.code();
    }
    throw new AssertionError("not refused");
  }
}
