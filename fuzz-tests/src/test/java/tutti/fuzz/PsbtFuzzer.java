package tutti.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtFinalizer;
import tutti.transactions.signing.SigningPlan;

/**
 * Bytes as a PSBT: refused with a reason, or kept as they are; and whatever was read can be asked
 * what is to be signed, and finished as far as it goes.
 */
public final class PsbtFuzzer {
  private PsbtFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.PSBT.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Psbt psbt;
    try {
      psbt = Psbt.decode(Bytes.of(input));
    } catch (Refusal refused) {
      return;
    }
    assertThat(psbt.encode().toArray()).isEqualTo(input);
    assertThat(Psbt.decodeBase64(psbt.encodeBase64())).isEqualTo(psbt);
    unlessRefused(() -> SigningPlan.of(psbt).summary());
    unlessRefused(() -> PsbtFinalizer.finish(psbt));
  }

  private static void unlessRefused(Runnable work) {
    try {
      work.run();
    } catch (Refusal refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  /** What wallets wrote. */
  static List<byte[]> seeds() {
    return Vectors.BITCOIN_CORE.stream()
        .map(Vectors::bitcoinCore)
        .flatMap(
            scenario ->
                Stream.of("created", "partials-combined", "finalized")
                    .map(step -> Vectors.step(scenario, step)))
        .map(text -> Psbt.decodeBase64(text).encode().toArray())
        .toList();
  }
}
