package tutti.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A seed stands for a run: the same one wherever and however often it is repeated. */
class ReplayTest {
  private static final int RUNS = 20;

  @Test
  void repeatsARun() {
    assertThat(fingerprints()).isEqualTo(fingerprints());
  }

  @Test
  void repeatsARunToTraceIt() {
    assertThat(new Run(3, Run.Plan.ANY, true).go().fingerprint())
        .isEqualTo(new Run(3, Run.Plan.ANY, false).go().fingerprint());
  }

  /** Some collections of Java are in another order in every process. */
  @Test
  void repeatsARunInAnotherProcess() throws IOException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(printed.strip()).isEqualTo(fingerprints().toString());
  }

  @Test
  void differsBySeed() {
    assertThat(fingerprints()).doesNotHaveDuplicates();
  }

  /** What the other process runs. */
  public static void main(String[] arguments) {
    System.out.println(fingerprints());
  }

  private static List<Long> fingerprints() {
    return LongStream.range(0, RUNS)
        .mapToObj(seed -> new Run(seed, Run.Plan.ANY, false).go().fingerprint())
        .toList();
  }
}
