package tutti.transactions.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtFinalizer;
import tutti.transactions.signing.PsbtSigner;
import tutti.transactions.signing.Spend;

class PsbtUpdaterTest {
  private static final Set<String> OF_INPUTS = Set.of("15", "16", "17", "18", "1a");
  private static final Set<String> OF_OUTPUTS = Set.of("05", "06", "07", "08");
  private static final int MAGIC = 5;
  private static final int RANGE = 20;
  private static final List<SecretKey> KEYS =
      Stream.generate(SecretKey::generate).limit(2).toList();

  static Stream<String> recorded() {
    return Vectors.BITCOIN_CORE.stream();
  }

  /** What Bitcoin Core has said of its groups, taken away and said again, each value the same. */
  @ParameterizedTest
  @MethodSource("recorded")
  void saysWhatBitcoinCoreSays(String name) {
    JsonNode scenario = Vectors.bitcoinCore(name);
    Psbt created = Psbt.decodeBase64(Vectors.step(scenario, "created"));
    Psbt bare = without(created, OF_INPUTS, OF_OUTPUTS);

    var updated = new PsbtUpdater(DescriptorTest.recorded(scenario), RANGE).update(bare);

    assertThat(bare).isNotEqualTo(created);
    assertThat(pairs(updated.psbt())).isEqualTo(pairs(created));
    assertThat(updated.inputs()).hasSize(created.inputs().size());
    assertThat(updated.outputs()).hasSize(1);
  }

  /** What is said is enough to sign with, by the script too, wherever it is in the tree. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tr(musig(%1$s,%2$s))",
        "rawtr(musig(%1$s,%2$s))",
        "tr(musig(%1$s,%2$s),pk(%3$s))",
        "tr(%3$s,pk(musig(%1$s,%2$s)))",
        "tr(%3$s,{pk(%1$s),{pk(%2$s),pk(musig(%1$s,%2$s))}})",
        "tr(%3$s,{{pk(%1$s),pk(musig(%1$s,%2$s))},{pk(%2$s),pk(%3$s)}})"
      })
  void saysWhatSignersNeed(String text) {
    for (int i = 0; i < 6; i++) { // with keys of either parity
      Descriptor descriptor = descriptor(text, stranger());

      Psbt updated = new PsbtUpdater(descriptor, RANGE).update(spending(descriptor)).psbt();

      assertThat(PsbtFinalizer.finish(signed(updated)).isComplete()).isTrue();
    }
  }

  @Test
  void leavesWhatIsOfOthers() {
    Psbt bare = spending(descriptor("tr(%3$s)", stranger()));

    var updated = new PsbtUpdater(descriptor("tr(musig(%1$s,%2$s))", stranger()), 1).update(bare);

    assertThat(updated.psbt()).isEqualTo(bare);
    assertThat(updated.inputs()).isEmpty();
    assertThat(updated.outputs()).isEmpty();
  }

  @Test
  void looksNoFurtherThanToldAndAtNothingThatIsFinished() {
    JsonNode scenario = Vectors.bitcoinCore("keypath-2of2-v0");
    Descriptor descriptor = DescriptorTest.recorded(scenario);
    Psbt finished = Psbt.decodeBase64(Vectors.step(scenario, "finalized"));
    Psbt bare =
        without(Psbt.decodeBase64(Vectors.step(scenario, "created")), OF_INPUTS, OF_OUTPUTS);
    Bytes far = descriptor.scriptPubKey(new Position(0, RANGE));

    assertThat(new PsbtUpdater(descriptor, RANGE).update(finished).inputs()).isEmpty();
    assertThat(new PsbtUpdater(descriptor, RANGE).update(spending(far)).inputs()).isEmpty();
    assertThat(new PsbtUpdater(descriptor, RANGE + 1).update(spending(far)).inputs())
        .containsExactly(0);
    assertThat(new PsbtUpdater(descriptor, RANGE).update(bare).inputs()).containsExactly(0);
  }

  @Test
  void refusesToSaySomethingElseThanIsSaid() {
    Descriptor descriptor = descriptor("tr(musig(%1$s,%2$s))", stranger());
    Psbt updated = new PsbtUpdater(descriptor, 1).update(spending(descriptor)).psbt();
    String key = descriptor.output(new Position(0, 0)).internalKey().hex();
    String lie = updated.encode().hex().replace("011720" + key, "011720" + stranger());

    assertThatThrownBy(() -> new PsbtUpdater(descriptor, 1).update(Psbt.decode(Bytes.fromHex(lie))))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(refusal.field()).isEqualTo("psbt.inputs[0].tap_internal_key");
            });
  }

  private static Descriptor descriptor(String text, String stranger) {
    return Descriptor.parse(
        text.formatted(KEYS.get(0).publicKey().hex(), KEYS.get(1).publicKey().hex(), stranger));
  }

  private static String stranger() {
    return SecretKey.generate().publicKey().xOnly().hex();
  }

  private static Psbt spending(Descriptor descriptor) {
    return spending(descriptor.scriptPubKey(new Position(0, 0)));
  }

  /** As a node that knows nothing of the group makes it. */
  private static Psbt spending(Bytes script) {
    var keys = KEYS.stream().map(SecretKey::publicKey).toList();
    Psbt psbt = new Spend(Spend.Kind.OUTPUT_KEY, keys, SighashType.DEFAULT).version0(1);
    String bare = without(psbt, OF_INPUTS, OF_OUTPUTS).encode().hex();
    int at = bare.indexOf("225120") + 2;
    return Psbt.decode(
        Bytes.fromHex(bare.substring(0, at) + script.hex() + bare.substring(at + 68)));
  }

  private static Psbt signed(Psbt psbt) {
    List<PsbtSigner> signers =
        KEYS.stream()
            .map(key -> new PsbtSigner(ParticipantKeys.of(key), Engines.bouncyCastle()))
            .toList();
    Psbt passed = psbt;
    for (PsbtSigner signer : signers) {
      passed = signer.withNonces(passed);
    }
    for (PsbtSigner signer : signers) {
      passed = signer.withPartialSigs(passed);
    }
    return passed;
  }

  /** Without the pairs of these types. */
  private static Psbt without(Psbt psbt, Set<String> ofInputs, Set<String> ofOutputs) {
    ByteWriter writer = new ByteWriter().bytes(psbt.encode().slice(0, MAGIC));
    int inputs = psbt.inputs().size();
    int map = 0;
    for (Map<Bytes, Bytes> pairs : pairs(psbt)) {
      Set<String> unwanted = map == 0 ? Set.of() : map <= inputs ? ofInputs : ofOutputs;
      pairs.forEach(
          (key, value) -> {
            if (!unwanted.contains(key.hex().substring(0, 2))) {
              writer.sized(key).sized(value);
            }
          });
      writer.u8(0);
      map++;
    }
    return Psbt.decode(writer.written());
  }

  /** All maps, whatever the order is within each. */
  private static List<Map<Bytes, Bytes>> pairs(Psbt psbt) {
    ByteReader reader = new ByteReader(psbt.encode());
    reader.bytes(MAGIC);
    List<Map<Bytes, Bytes>> maps = new ArrayList<>();
    while (!reader.isAtEnd()) {
      Map<Bytes, Bytes> map = new LinkedHashMap<>();
      for (Bytes key = reader.sized(); key.length() > 0; key = reader.sized()) {
        map.put(key, reader.sized());
      }
      maps.add(map);
    }
    return maps;
  }
}
