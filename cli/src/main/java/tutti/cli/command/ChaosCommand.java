package tutti.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.cli.chaos.Chaos;
import tutti.cli.chaos.FaultKind;
import tutti.cli.chaos.Lan;
import tutti.cli.chaos.Plan;
import tutti.cli.terminal.Logs;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** {@code tutti chaos}. */
@Command(
    name = "chaos",
    description = {
      "Runs sessions on a cluster of real processes while things happen to these, and shows that"
          + " nothing acknowledged is lost and every session ends.",
      "",
      "Starts a cluster of its own on this machine. Afterwards it reads everything back that was"
          + " acknowledged and verifies every signature. It fails if anything is missing, invalid,"
          + " used twice or left hanging."
    })
public final class ChaosCommand extends ReportingCommand {
  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "1m",
      description = "How long there is load, at least (${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "FAULT",
      defaultValue = "kill",
      description = "What happens: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private List<FaultKind> faults = new ArrayList<>();

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many processes are killed, at least; more if there is time.")
  private int kills;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description = "How many processes a rolling restart takes in turn (all).")
  private int restarts = Integer.MAX_VALUE;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      defaultValue = "100",
      description = "Sessions at a time (${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the same choices again; when they come still depends on the machine.")
  private @Nullable Long seed;

  @Option(
      names = "--data-members",
      paramLabel = "N",
      defaultValue = "3",
      description = "Processes of the session service (${DEFAULT-VALUE}).")
  private int dataMembers;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "2",
      description = "Processes of each other service (${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--soak",
      description =
          "No faults, but half of what can be sustained: what grows? Ended sessions are kept for"
              + " two minutes only.")
  private boolean soak;

  @Option(
      names = "--takeover",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How long it may take after a kill until all is as before (${DEFAULT-VALUE}).")
  private Duration takeover = Duration.ZERO;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Ends with the Nth session instead of after a time. With --faults=loss messages are lost"
              + " from the first session to the last.")
  private int sessions;

  @Mixin private final ProcessOptions processes = new ProcessOptions();

  public ChaosCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws Exception {
    require(dataMembers >= 2, "--data-members: at least 2, or a killed one takes all with it");
    require(instances >= 1, "--instances: at least 1");
    require(concurrency >= 1, "--concurrency: at least 1");
    require(kills >= 0, "--kills: at least 0");
    require(
        sessions == 0 || (!soak && faults.equals(List.of(FaultKind.LOSS))),
        "--sessions: at least 1, with --faults=loss and nothing else");
    require(
        !faults.contains(FaultKind.PARTITION) || dataMembers >= 3,
        "--data-members: at least 3, or neither side of a partition is the larger one");
    requirePermission();
    if (!isVerbose()) {
      Logs.expectLosses();
    }
    return new Chaos(terminal(), plan()).run();
  }

  private Plan plan() throws Exception {
    return new Plan(
        duration,
        faults,
        kills,
        restarts,
        concurrency,
        processes.thinking(),
        processes.patience(),
        30,
        seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed,
        dataMembers,
        instances,
        processes.flags("512m"),
        soak,
        takeover,
        sessions,
        processes.directory("chaos"));
  }

  private void requirePermission() {
    if (faults.contains(FaultKind.PARTITION) && !Lan.isPermitted()) {
      throw Refusal.of(
          ErrorCode.NOT_ALLOWED,
          "--faults=partition: needs network namespaces: root on Linux, with ip (iproute2) and"
              + " unshare (util-linux)");
    }
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw Refusal.of(ErrorCode.MALFORMED, rule);
    }
  }
}
