package tutti.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.JavaFlightRecorderProfiler;
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
 * @param warmupMillis CPU time per contender and fork before anything is counted
 * @param batches iterations per contender and fork that are counted
 * @param millis the length of an iteration
 * @param recordings where Java Flight Recorder writes what it sees, or absent
 */
record Plan(
    Pattern only, int forks, int warmupMillis, int batches, int millis, @Nullable Path recordings) {
  static Plan full(Pattern only, @Nullable Path recordings) {
    return new Plan(only, 2, 3_000, 30, 50, recordings);
  }

  static Plan quick(Pattern only, @Nullable Path recordings) {
    return new Plan(only, 1, 2_000, 10, 50, recordings);
  }

  /**
   * Runs it.
   *
   * @param progress told which operation is next
   * @throws IllegalArgumentException if no operation is asked for
   */
  List<Row> run(Consumer<String> progress) throws RunnerException {
    List<Operation> operations =
        Arrays.stream(Operation.values())
            .filter(operation -> only.matcher(operation.toString()).find())
            .toList();
    if (operations.isEmpty()) {
      throw new IllegalArgumentException(
          "no operation matches '%s'; there are %s"
              .formatted(only, Arrays.toString(Operation.values())));
    }
    List<Row> rows = new ArrayList<>();
    for (Operation operation : operations) {
      for (int signers : operation.signers()) {
        progress.accept("%s, %d signers".formatted(operation, signers));
        Options options = options(operation, signers);
        rows.add(Row.of(operation, signers, new Runner(options).runSingle()));
      }
    }
    return rows;
  }

  private Options options(Operation operation, int signers) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(Pattern.quote(EngineBenchmark.class.getName()))
            .param("operation", operation.name())
            .param("signers", Integer.toString(signers))
            .param("warmup", Integer.toString(warmupMillis))
            .addProfiler(CpuTime.class)
            .mode(Mode.AverageTime)
            .forks(forks)
            // Where the compiler must fight for a processor, warm-up would end before it does.
            .jvmArgsAppend("-Xbatch")
            .warmupIterations(0)
            .measurementIterations(batches * Contenders.names().size())
            .measurementTime(TimeValue.milliseconds(millis))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (recordings != null) {
      options.addProfiler(JavaFlightRecorderProfiler.class, "dir=" + recordings);
    }
    return options.build();
  }
}
