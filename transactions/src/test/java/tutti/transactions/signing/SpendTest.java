package tutti.transactions.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;

/** Three participants spend outputs of every kind, with every sighash type, in both versions. */
class SpendTest {
  private static final List<SecretKey> KEYS =
      Stream.generate(SecretKey::generate).limit(3).toList();

  private static final List<PublicKey> PUBLIC = KEYS.stream().map(SecretKey::publicKey).toList();

  @ParameterizedTest
  @EnumSource
  void spendsOutputsOfEachKind(Spend.Kind kind) {
    Spend spend = new Spend(kind, PUBLIC, SighashType.DEFAULT);

    BitcoinTransaction first = signed(spend.version0(2));
    BitcoinTransaction second = signed(spend.version2(2));

    assertThat(first.txid()).isEqualTo(second.txid());
    int elements = kind == Spend.Kind.DERIVED_KEY_IN_SCRIPT ? 3 : 1;
    assertThat(first.inputs()).allSatisfy(input -> assertThat(input.witness()).hasSize(elements));
  }

  @ParameterizedTest
  @EnumSource
  void coversWhatTheSighashTypeSays(SighashType type) {
    for (Spend.Kind kind :
        List.of(Spend.Kind.INTERNAL_KEY_WITH_SCRIPTS, Spend.Kind.DERIVED_KEY_IN_SCRIPT)) {
      BitcoinTransaction transaction = signed(new Spend(kind, PUBLIC, type).version2(2));

      Bytes signature = transaction.inputs().get(1).witness().get(0);
      assertThat(signature.length()).isEqualTo(type == SighashType.DEFAULT ? 64 : 65);
    }
  }

  @Test
  void refusesATypeThatIsNotTheOneAskedFor() {
    Psbt psbt = new Spend(Spend.Kind.OUTPUT_KEY, PUBLIC, SighashType.NONE).version0(1);
    Psbt allSigned = allSigned(psbt);
    Psbt asked =
        Tampering.replaced(
            PsbtFinalizer.aggregate(allSigned),
            Bytes.fromHex("01030402000000"),
            Bytes.fromHex("01030403000000"));

    assertThatThrownBy(() -> PsbtFinalizer.finish(asked))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.code())
                    .isIn(ErrorCode.INVALID_SIGNATURE, ErrorCode.INVALID_PARTIAL_SIGNATURE));
  }

  private static BitcoinTransaction signed(Psbt psbt) {
    PsbtFinalizer.Finalized finished = PsbtFinalizer.finish(allSigned(psbt));

    assertThat(finished.psbt().version()).isEqualTo(psbt.version());
    assertThat(finished.transaction()).isNotNull();
    return finished.transaction();
  }

  private static Psbt allSigned(Psbt psbt) {
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
}
