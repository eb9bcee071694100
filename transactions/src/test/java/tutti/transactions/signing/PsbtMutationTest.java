package tutti.transactions.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.psbt.Psbt;

/** Signed PSBTs with bits changed are refused properly, or come to the transaction as it was. */
class PsbtMutationTest {
  private static final List<Bytes> SIGNED =
      Vectors.BITCOIN_CORE.stream()
          .map(name -> Vectors.step(Vectors.bitcoinCore(name), "partials-combined"))
          .map(text -> Bytes.of(Base64.getDecoder().decode(text)))
          .toList();

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void refusesOrFinishes(@ForAll Random random) {
    Bytes signed = SIGNED.get(random.nextInt(SIGNED.size()));
    byte[] changed = signed.toArray();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));

    try {
      Psbt psbt = Psbt.decode(Bytes.of(changed));
      SigningPlan.of(psbt).summary();
      PsbtFinalizer.Finalized finished = PsbtFinalizer.finish(psbt);
      if (finished.isComplete()) {
        assertThat(finished.transaction()).isEqualTo(transaction(signed));
      } else { // what was changed was needed
        assertThat(finished.psbt().inputs()).anyMatch(input -> !input.isFinal());
      }
    } catch (Refusal refusal) {
      assertThat(refusal.field()).startsWith("psbt");
    }
  }

  private static @Nullable BitcoinTransaction transaction(Bytes signed) {
    return PsbtFinalizer.finish(Psbt.decode(signed)).transaction();
  }
}
