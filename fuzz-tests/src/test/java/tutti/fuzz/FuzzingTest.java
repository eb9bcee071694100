package tutti.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets Jazzer look for inputs that break a target's properties, for {@code -Dfuzz.seconds} in all.
 *
 * <p>Jazzer has an own process for each target: its JUnit form fuzzes one target in a run, for a
 * time that is fixed in the source.
 */
class FuzzingTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);
  private static final int START_SECONDS = 300;

  /** Far more than an input takes; other work on the same machine is no failure. */
  private static final int INPUT_SECONDS = 120;

  /** Where coverage and comparisons guide Jazzer; more makes its start slow. */
  private static final String GUIDED =
      "tutti.**:com.fasterxml.jackson.core.**:com.fasterxml.jackson.databind.deser.**:org.erdtman.**";

  private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: *(\\d+)");

  static Stream<Target> targets() {
    return Target.chosen().stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void findsNothing(Target target) throws IOException, InterruptedException {
    assumeTrue(SECONDS > 0, "no fuzzing was asked for");
    Path directory = Path.of("target", "fuzz", target.toString());
    Files.createDirectories(directory.resolve("found"));
    writeSeeds(target, directory.resolve("seeds"));
    int seconds = Math.max(1, SECONDS / Target.chosen().size());

    Path log = directory.resolve("jazzer.log");
    Process jazzer =
        new ProcessBuilder(command(target, directory, seconds))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = jazzer.waitFor(seconds + START_SECONDS, TimeUnit.SECONDS);
    jazzer.destroyForcibly();

    assertThat(ended).as("Jazzer comes to an end, see %s", log).isTrue();
    assertThat(jazzer.exitValue())
        .as(
            "Jazzer finds nothing; the input is in %s and belongs into %s\n%s",
            directory, target.corpus(), finding(log))
        .isZero();
    long runs = runs(log);
    System.out.printf("fuzzed %s with %d inputs in %d s%n", target, runs, seconds);
    assertThat(runs).isGreaterThan(target.corpusFiles().size());
  }

  private static List<String> command(Target target, Path directory, int seconds) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+EnableDynamicAgentLoading",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.fuzzer().getName(),
        "--instrumentation_includes=" + GUIDED,
        "--custom_hook_includes=" + GUIDED,
        "--reproducer_path=" + directory,
        "-artifact_prefix=" + directory + "/",
        "-max_total_time=" + seconds,
        "-max_len=8192",
        "-timeout=" + INPUT_SECONDS,
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        directory.resolve("found").toString(),
        directory.resolve("seeds").toString(),
        target.corpus().toString());
  }

  private static void writeSeeds(Target target, Path directory) throws IOException {
    Files.createDirectories(directory);
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(directory.resolve("seed-" + number++), seed);
    }
  }

  private static String finding(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    List<String> about = lines.stream().dropWhile(line -> !line.startsWith("==")).toList();
    return String.join("\n", about.isEmpty() ? lines : about);
  }

  private static long runs(Path log) throws IOException {
    Matcher runs = RUNS.matcher(Files.readString(log));
    return runs.find() ? Long.parseLong(runs.group(1)) : 0;
  }
}
