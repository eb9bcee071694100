package tutti.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
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
  private static final int START_SECONDS = 600;
  private static final int INPUT_SECONDS = 60;
  private static final int TIMEOUT = 70; // libFuzzer's exit code for an input that takes too long

  /** Where coverage and comparisons guide Jazzer; more makes its start slow. */
  private static final String GUIDED = "tutti.**:org.erdtman.**";

  /** Jazzer takes a connection of the fuzzer to its gateway for something that an input did. */
  private static final String OWN_SOCKETS =
      "com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery";

  private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: *(\\d+)");

  static Stream<Target> targets() {
    return Target.chosen().stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  @Execution(ExecutionMode.CONCURRENT)
  void findsNothing(Target target) throws IOException, InterruptedException {
    assumeTrue(SECONDS > 0, "no fuzzing was asked for");
    Path directory = Path.of("target", "fuzz", target.toString());
    prepare(target, directory);
    int seconds = Math.max(1, SECONDS / Target.chosen().size());

    Path log = directory.resolve("jazzer.log");
    Process jazzer =
        new ProcessBuilder(command(target, directory, seconds))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = jazzer.waitFor(seconds + START_SECONDS, TimeUnit.SECONDS);
    jazzer.destroyForcibly().waitFor();

    assertThat(ended).as("Jazzer comes to an end, see %s", log).isTrue();
    if (jazzer.exitValue() == TIMEOUT) {
      checkAgain(target, directory);
      return;
    }
    assertThat(jazzer.exitValue())
        .as(
            "Jazzer finds nothing; the input is in %s and belongs into %s\n%s",
            directory, target.corpus(), finding(log))
        .isZero();
    assertThat(runs(log)).isGreaterThan(target.corpusFiles().size());
    System.out.printf("fuzzed %s with %d inputs in %d s%n", target, runs(log), seconds);
  }

  /**
   * The clock goes on while a busy machine does something else; only an input can be slow twice.
   */
  private static void checkAgain(Target target, Path directory) throws IOException {
    for (Path slow : findings(directory)) {
      byte[] input = Files.readAllBytes(slow);
      assertTimeoutPreemptively(
          Duration.ofSeconds(INPUT_SECONDS), () -> target.check(input), slow + " takes too long");
      System.out.printf("fuzzing %s was interrupted: %s takes no time now%n", target, slow);
    }
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
        "--disabled_hooks=" + OWN_SOCKETS,
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

  /** Inputs found before are kept, failures are not. */
  private static void prepare(Target target, Path directory) throws IOException {
    Files.createDirectories(directory.resolve("found"));
    for (Path finding : findings(directory)) {
      Files.delete(finding);
    }
    Path seeds = Files.createDirectories(directory.resolve("seeds"));
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(seeds.resolve("seed-" + number++), seed);
    }
  }

  /** The inputs that Jazzer has complained of. */
  private static List<Path> findings(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("(crash|timeout|oom)-.*"))
          .toList();
    }
  }

  private static String finding(Path log) throws IOException {
    List<String> lines = Files.readString(log, ISO_8859_1).lines().toList();
    List<String> about = lines.stream().dropWhile(line -> !line.startsWith("==")).toList();
    return String.join("\n", about.isEmpty() ? lines : about);
  }

  private static long runs(Path log) throws IOException {
    Matcher runs = RUNS.matcher(Files.readString(log, ISO_8859_1));
    return runs.find() ? Long.parseLong(runs.group(1)) : 0;
  }
}
