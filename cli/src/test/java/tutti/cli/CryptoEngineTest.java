package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.EngineChoice;
import tutti.musig2.EngineSelection;
import tutti.musig2.Engines;

/** Which engine a command computes with, and how it says so. */
class CryptoEngineTest {
  private static final EngineSelection DEFAULT = Engines.select(EngineChoice.AUTO);

  @Test
  void theDemoNamesTheDefaultAndWhy() {
    Run run = Run.of("demo", "--signers=1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("crypto engine " + DEFAULT);
  }

  @Test
  void aFlagWinsOverTheEnvironment() {
    Run run =
        Run.with(
            Map.of("TUTTI_CRYPTO_ENGINE", "abacus"),
            "demo",
            "--signers=1",
            "--crypto-engine=bouncycastle");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("crypto engine bouncycastle: it was chosen");
  }

  @Test
  void theEnvironmentChoosesToo() {
    Run run = Run.with(Map.of("TUTTI_CRYPTO_ENGINE", "abacus"), "demo");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: MALFORMED: setting crypto-engine (environment TUTTI_CRYPTO_ENGINE)")
        .contains("'abacus' is none of auto|libsecp256k1|bouncycastle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "bench", "serve all"})
  void refusesAnEngineThatThereIsNot(String command) {
    Run run = Run.of((command + " --crypto-engine=abacus").split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: MALFORMED: setting crypto-engine (flag ");
  }

  @Test
  void anEngineThatDoesNotWorkHereEndsTheProcessBeforeItServes() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Dfr.acinq.secp256k1.lib.path=/nowhere",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "crypto",
                "--crypto-engine=libsecp256k1")
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(output).startsWith("error: UNAVAILABLE: libsecp256k1 does not work here: ");
  }

  @Test
  void theBenchSaysWhatItMeasured() {
    Run run =
        Run.of(
            "bench",
            "--crypto-engine=bouncycastle",
            "--signers=1",
            "--sessions=1",
            "--processes=1",
            "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().get("engine").asText()).isEqualTo("bouncycastle");
  }
}
