package tutti.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tutti.chain.ChainException;
import tutti.chain.chronik.ChronikReading;
import tutti.chain.chronik.Dialect;

/** Bytes as an answer of a Chronik server: a bad one, or the same whenever it is read. */
public final class ChronikFuzzer {
  private ChronikFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.CHRONIK.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      assertThat(ChronikReading.fields(input)).isEqualTo(ChronikReading.fields(input));
      for (Dialect dialect : Dialect.values()) {
        assertThat(ChronikReading.unspent(dialect, input))
            .isEqualTo(ChronikReading.unspent(dialect, input));
      }
    } catch (ChainException bad) {
      assertThat(bad.code()).isEqualTo(ChainException.Code.BAD_ANSWER);
    }
  }

  /** One that is right. */
  static List<byte[]> seeds() {
    return List.of(ChronikReading.example());
  }
}
