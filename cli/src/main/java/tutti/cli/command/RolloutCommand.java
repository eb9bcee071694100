package tutti.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.cli.chaos.Crew;
import tutti.cli.rollout.Change;
import tutti.cli.rollout.Database;
import tutti.cli.rollout.Plan;
import tutti.cli.rollout.Rollout;
import tutti.cli.serve.Service;
import tutti.cli.terminal.Logs;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** {@code tutti rollout}. */
@Command(
    name = "rollout",
    description = {
      "Restarts, scales, kills and stops services while signers are at work, as Kubernetes would,"
          + " and shows that no session fails and nothing acknowledged is lost.",
      "",
      "Each process is on a host of its own (a network namespace: root only) with an address that"
          + " nobody had before, has the settings that the manifests give it, and finds the others"
          + " by a name. It fails if a session fails or hangs, if anything is missing, and if a"
          + " process does not stop in its grace period."
    })
public final class RolloutCommand extends ReportingCommand {
  @Option(
      names = "--manifests",
      paramLabel = "FILE",
      defaultValue = "deploy/kubernetes/tutti.yaml",
      description = "What is to run (${DEFAULT-VALUE}).")
  private Path manifests = Path.of("");

  @Option(
      names = "--changes",
      split = ",",
      paramLabel = "CHANGE",
      defaultValue = "restart,scale,kill,vanish,stop",
      description = "What happens, in this order: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private List<Change> changes = new ArrayList<>();

  @Option(
      names = "--services",
      split = ",",
      paramLabel = "SERVICE",
      defaultValue = "session,crypto,request,discovery,gateway",
      description = "To which it happens (${DEFAULT-VALUE}).")
  private List<Service> services = new ArrayList<>();

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description = "How many pods of a service are restarted, at most (all).")
  private int restarts = Integer.MAX_VALUE;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Pods of each service that holds no documents; 0: as many as the manifests say"
              + " (${DEFAULT-VALUE}).")
  private int replicas;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "A durable store for data members, such as jdbc:postgresql://{host}/tutti, where {host} is"
              + " this machine; its password is in TUTTI_DATABASE_PASSWORD. After stop all pods are"
              + " started again, and nothing may be missing.")
  private @Nullable String databaseUrl;

  @Option(
      names = "--database-user",
      paramLabel = "USER",
      defaultValue = "tutti",
      description = "Whom the database knows (${DEFAULT-VALUE}).")
  private String databaseUser = "";

  @Option(
      names = "--name-delay",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How long until names stand for other addresses (${DEFAULT-VALUE}).")
  private Duration nameDelay = Duration.ZERO;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      defaultValue = "30",
      description = "Sessions at a time (${DEFAULT-VALUE}).")
  private int concurrency;

  @Mixin private final ProcessOptions processes = new ProcessOptions();

  public RolloutCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws Exception {
    require(concurrency >= 1, "--concurrency: at least 1");
    require(restarts >= 1, "--restarts: at least 1");
    require(replicas >= 0, "--replicas: at least 0");
    List<String> flags = processes.flags("256m");
    require(Files.isReadable(manifests), "--manifests: cannot read " + manifests);
    Rollout.requirePermitted();
    if (!isVerbose()) {
      Logs.expectLosses();
    }
    long seed = ThreadLocalRandom.current().nextLong();
    var orders = new Crew.Orders(concurrency, processes.thinking(), processes.patience(), seed);
    return new Rollout(
            terminal(),
            new Plan(
                manifests,
                changes,
                Set.copyOf(services),
                restarts,
                replicas,
                database(),
                nameDelay,
                orders,
                flags,
                processes.directory("rollout")))
        .run();
  }

  private @Nullable Database database() {
    String password = terminal().environment().getOrDefault("TUTTI_DATABASE_PASSWORD", "");
    return databaseUrl == null ? null : new Database(databaseUrl, databaseUser, password);
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw Refusal.of(ErrorCode.MALFORMED, rule);
    }
  }
}
