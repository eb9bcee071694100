package tutti.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.JavaFlightRecorderProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How much is measured.
 *
 * @param only the operations whose names this finds
 * @param forks processes per row; 0 is the calling one
 * @param warmups iterations per contender and fork that are not counted, of four times the length
 * @param batches iterations per contender and fork that are
 * @param millis the length of an iteration
 * @param recordings where Java Flight Recorder writes what it sees, or absent
 */
record Plan(
    Pattern only, int forks, int warmups, int batches, int millis, @Nullable Path recordings) {
  /** The compiler takes two seconds of BouncyCastle's work to come to its end. */
  private static final long WARMUP_LENGTH = 4;

  private static final List<String> OPERATIONS =
      List.of(
          "signSchnorr",
          "verifySchnorr",
          "aggregateKeys",
          "generateNonce",
          "aggregateNonces",
          "startSession",
          "signPartially",
          "verifyPartial",
          "aggregatePartials",
          "signAsOneOfTwo",
          "coordinate");

  static Plan full(Pattern only, @Nullable Path recordings) {
    return new Plan(only, 2, 15, 30, 50, recordings);
  }

  static Plan quick(Pattern only, @Nullable Path recordings) {
    return new Plan(only, 1, 10, 10, 50, recordings);
  }

  /**
   * Runs it.
   *
   * @param progress told which operation is next
   * @throws IllegalArgumentException if no operation is asked for
   */
  List<Row> run(Consumer<String> progress) throws RunnerException {
    List<Row> rows = new ArrayList<>();
    for (String operation : OPERATIONS) {
      if (only.matcher(operation).find()) {
        progress.accept(operation);
        for (RunResult result : new Runner(options(operation)).run()) {
          rows.add(Row.of(operation, result));
        }
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "no operation matches '%s'; there are %s".formatted(only, String.join(", ", OPERATIONS)));
    }
    return rows;
  }

  private Options options(String operation) {
    int contenders = Contenders.names().size();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(Pattern.quote(CryptoBenchmark.class.getName() + "." + operation) + "$")
            .addProfiler(CpuTime.class)
            .forks(forks)
            .warmupIterations(warmups * contenders)
            .warmupTime(TimeValue.milliseconds(millis * WARMUP_LENGTH))
            .measurementIterations(batches * contenders)
            .measurementTime(TimeValue.milliseconds(millis))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (recordings != null) {
      options.addProfiler(JavaFlightRecorderProfiler.class, "dir=" + recordings);
    }
    return options.build();
  }
}
