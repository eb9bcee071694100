package tutti.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.cli.bench.Bench;
import tutti.cli.option.EngineOption;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** {@code tutti bench}. */
@Command(
    name = "bench",
    description = {
      "Measures whole sessions: how many per second, how fast, and what they cost in CPU time.",
      "",
      "Starts clusters of its own on loopback: all services in one process, and each in one of its"
          + " own. The signers share a process, with the services or beside them."
    })
public final class BenchCommand extends ReportingCommand {
  @Option(
      names = "--signers",
      split = ",",
      paramLabel = "N",
      defaultValue = "2,3,10,100",
      description = "Signers of a session; one or several (${DEFAULT-VALUE}).")
  private List<Integer> signers = new ArrayList<>();

  @Option(
      names = "--sessions",
      paramLabel = "K",
      description = "Sessions to measure, after as many to warm up (2000 / N, at least 10).")
  private @Nullable Integer sessions;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      description = "Sessions at a time (32 / N, 1 to 16).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--processes",
      split = ",",
      paramLabel = "1|4",
      defaultValue = "1,4",
      description = "In how many processes the services run (${DEFAULT-VALUE}).")
  private List<Integer> processes = new ArrayList<>();

  @Mixin private EngineOption engine = new EngineOption();

  public BenchCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws Exception {
    require(processes.stream().allMatch(count -> count == 1 || count == 4), "--processes: 1 or 4");
    require(signers.stream().allMatch(count -> count >= 1), "--signers: at least 1");
    require(sessions == null || sessions >= 1, "--sessions: at least 1");
    require(concurrency == null || concurrency >= 1, "--concurrency: at least 1");
    var plan =
        new Bench.Plan(
            engine.choice(terminal().environment()), processes, signers, sessions, concurrency);
    return new Bench(terminal(), plan).run();
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw Refusal.of(ErrorCode.MALFORMED, rule);
    }
  }
}
