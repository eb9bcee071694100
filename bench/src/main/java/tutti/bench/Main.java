package tutti.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tutti.musig2.EngineChoice;
import tutti.musig2.Engines;

/** Measures the engines beside the raw binding. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures the engines beside the raw binding to libsecp256k1, in CPU time.")
public final class Main implements Callable<Integer> {
  @Option(
      names = {"-q", "--quick"},
      description = "Three minutes instead of ten; less exact.")
  private boolean quick;

  @Option(
      names = {"-o", "--only"},
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only operations whose name this finds, such as 'Schnorr'.")
  private Pattern only = Pattern.compile("");

  @Option(
      names = "--json",
      paramLabel = "FILE",
      defaultValue = "${sys:tutti.bench.json:-crypto.json}",
      description = "Where the figures go (default: bench/target/crypto.json).")
  private Path json = Path.of("crypto.json");

  @Option(
      names = "--profile",
      paramLabel = "DIRECTORY",
      description = "Also record each row with Java Flight Recorder, into this directory.")
  private @Nullable Path recordings;

  private Main() {}

  /** Runs the benchmarks and ends the process. */
  public static void main(String[] args) {
    CommandLine commands = new CommandLine(new Main());
    commands.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          System.err.println("bench: " + failure.getMessage());
          return 1;
        });
    System.exit(commands.execute(args));
  }

  @Override
  public Integer call() throws RunnerException, IOException {
    Engines.select(EngineChoice.LIBSECP256K1); // without it there is nothing to compare with
    Plan plan = quick ? Plan.quick(only, recordings) : Plan.full(only, recordings);
    Report report = new Report(plan.run(operation -> System.err.println(operation + " ...")));
    Files.writeString(
        json,
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report.json()));
    report.lines().forEach(System.out::println);
    return 0;
  }
}
