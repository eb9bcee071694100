package tutti.transactions.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.ByteWriter;

/** What holds for all PSBTs, and for all that are none. */
class PsbtPropertiesTest {
  private static final int UNKNOWN = 0x40;

  private static final List<Bytes> REAL =
      Vectors.BITCOIN_CORE.stream()
          .map(name -> Vectors.step(Vectors.bitcoinCore(name), "partials-combined"))
          .map(text -> Bytes.of(Base64.getDecoder().decode(text)))
          .toList();

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void keepsEveryPairAndTheirOrder(
      @ForAll Random random,
      @ForAll @IntRange(max = 4) int inputs,
      @ForAll @IntRange(max = 4) int outputs) {
    Psbt psbt = version2(random, inputs, outputs);

    Psbt read = Psbt.decode(psbt.encode());

    assertThat(read).isEqualTo(psbt);
    assertThat(read.encode()).isEqualTo(psbt.encode());
  }

  /**
   * Whatever happens to bytes on their way, they are refused properly or are a PSBT as it stands.
   */
  @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
  void refusesOrKeepsWhatWasChanged(@ForAll Random random) {
    Bytes changed = changed(REAL.get(random.nextInt(REAL.size())), random);

    try {
      Psbt psbt = Psbt.decode(changed);
      assertThat(psbt.encode()).isEqualTo(changed);
      psbt.transaction();
      psbt.inputs().forEach(PsbtPropertiesTest::look);
    } catch (Refusal refusal) {
      assertThat(refusal.field()).isNotNull();
    }
  }

  @Test
  void refusesEveryPartOfOne() {
    Bytes whole = REAL.get(0);
    for (int length = 0; length < whole.length(); length++) {
      Bytes part = whole.slice(0, length);
      assertThatThrownBy(() -> Psbt.decode(part)).isInstanceOf(Refusal.class);
    }
  }

  @Test
  void refusesMoreThanThereIsToRead() {
    Bytes more = Bytes.concat(REAL.get(0), Bytes.fromHex("00"));

    assertThatThrownBy(() -> Psbt.decode(more)).hasMessageContaining("1 bytes too many");
  }

  @Test
  void refusesCountsThatNoMemoryHolds() {
    // A version 2 that promises 2^32 - 1 inputs and has none.
    Bytes promising =
        Bytes.fromHex(
            "70736274ff"
                + "010204"
                + "02000000"
                + "010405"
                + "feffffffff"
                + "010501"
                + "00"
                + "01fb04"
                + "02000000"
                + "00");

    assertThatThrownBy(() -> Psbt.decode(promising))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.field()).isEqualTo("psbt.global.input_count"));
  }

  @Test
  void refusesWhatIsTooLargeBeforeItIsRead() {
    Bytes large = Bytes.of(new byte[Psbt.MAX_SIZE + 1]);

    assertThatThrownBy(() -> Psbt.decode(large)).hasMessageContaining("more than");
    assertThatThrownBy(() -> Psbt.decodeBase64("A".repeat(2 * Psbt.MAX_SIZE)))
        .hasMessageContaining("more than");
  }

  @Test
  void refusesTextThatIsNoBase64() {
    assertThatThrownBy(() -> Psbt.decodeBase64("%%")).hasMessageContaining("no base64");
  }

  private static void look(PsbtInput input) {
    input.sighashType();
    input
        .tapLeafScripts()
        .forEach(
            leaf -> {
              leaf.keys();
              leaf.merkleRoot();
            });
    input.musig2Participants();
    input.musig2PubNonces();
    input.finalScriptWitness();
  }

  private static Bytes changed(Bytes bytes, Random random) {
    byte[] array = bytes.toArray();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      array[random.nextInt(array.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return switch (random.nextInt(4)) {
      case 0 -> Bytes.of(array).slice(0, random.nextInt(array.length));
      case 1 -> Bytes.concat(bytes, Bytes.of(new byte[] {(byte) random.nextInt()}));
      default -> Bytes.of(array);
    };
  }

  private static Psbt version2(Random random, int inputs, int outputs) {
    PsbtMap global =
        unknown(random)
            .with(GlobalField.TX_VERSION, Bytes.EMPTY, u32(2))
            .with(GlobalField.INPUT_COUNT, Bytes.EMPTY, size(inputs))
            .with(GlobalField.OUTPUT_COUNT, Bytes.EMPTY, size(outputs))
            .with(GlobalField.VERSION, Bytes.EMPTY, u32(2));
    List<PsbtMap> in = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      in.add(
          unknown(random)
              .with(InputField.OUTPUT_INDEX, Bytes.EMPTY, u32(i))
              .with(InputField.PREVIOUS_TXID, Bytes.EMPTY, bytes(random, 32)));
    }
    List<PsbtMap> out = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      out.add(
          unknown(random)
              .with(OutputField.SCRIPT, Bytes.EMPTY, bytes(random, random.nextInt(600)))
              .with(OutputField.AMOUNT, Bytes.EMPTY, new ByteWriter().i64(i).written()));
    }
    return new Psbt(global, in, out);
  }

  private static PsbtMap unknown(Random random) {
    PsbtMap map = PsbtMap.EMPTY;
    for (int pairs = random.nextInt(4); pairs > 0; pairs--) {
      long type = UNKNOWN + random.nextLong(random.nextBoolean() ? 0x50 : 1L << 20);
      boolean known = type == GlobalField.VERSION.type();
      Bytes keyData = bytes(random, 1 + random.nextInt(300));
      map = known ? map : map.with(new Pair(type, keyData, bytes(random, random.nextInt(300))), "");
    }
    return map;
  }

  private static Bytes bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static Bytes u32(long value) {
    return new ByteWriter().u32(value).written();
  }

  private static Bytes size(int value) {
    return new ByteWriter().compactSize(value).written();
  }
}
