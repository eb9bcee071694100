package tutti.transactions.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtInput;

/** Signed PSBTs with bits changed are refused properly, or are finished as good as before. */
class PsbtMutationTest {
  private static final List<Bytes> SIGNED =
      Vectors.BITCOIN_CORE.stream()
          .map(name -> Vectors.step(Vectors.bitcoinCore(name), "partials-combined"))
          .map(text -> Bytes.of(Base64.getDecoder().decode(text)))
          .toList();

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void refusesOrFinishes(@ForAll Random random) {
    byte[] changed = SIGNED.get(random.nextInt(SIGNED.size())).toArray();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));

    try {
      Psbt psbt = Psbt.decode(Bytes.of(changed));
      SigningPlan.of(psbt).summary();
      // Nodes run the scripts of whatever is complete; what is not has lost something.
      PsbtFinalizer.Finalized finished = PsbtFinalizer.finish(psbt);
      assertThat(finished.isComplete())
          .isEqualTo(finished.psbt().inputs().stream().allMatch(PsbtInput::isFinal));
    } catch (Refusal refusal) {
      assertThat(refusal.field()).startsWith("psbt");
    }
  }
}
