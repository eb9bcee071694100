package tutti.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hazelcast.cluster.Cluster;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleService;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tutti.cli.option.Configured;
import tutti.cli.option.SettingOptions;
import tutti.cli.serve.Service;
import tutti.cli.terminal.Logs;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.gateway.GatewayVerticle;
import tutti.musig2.EngineSelection;
import tutti.musig2.Engines;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.runtime.cluster.Leaving;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.config.WatchSettings;
import tutti.runtime.management.ManagementServer;
import tutti.runtime.metrics.Metrics;

/** {@code tutti serve}. */
@Command(
    name = "serve",
    description = {
      "Runs one service, or all, as a member of a cluster until it is told to stop (SIGTERM, ^C).",
      "",
      "The order in which processes start does not matter. Documents live on data members: the"
          + " session service is one unless --role says otherwise, the others are lite members."
    })
public final class ServeCommand extends ReportingCommand implements Configured {
  /** Beyond join-timeout, for everything that starting needs besides a data member. */
  private static final Duration STARTING = Duration.ofMinutes(1);

  /** Whoever is told to stop before it has joined may be waiting for nobody. */
  private static final Duration JOINED_SOON = Duration.ofSeconds(10);

  private final SettingOptions settingOptions =
      SettingOptions.all(
          Map.of(Settings.ROLE.name(), "data for session and all, lite for the others"));
  private final Consumer<TuttiNode> onMember;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean failed;

  @Parameters(
      paramLabel = "discovery|request|session|crypto|gateway|all",
      description = "What to run.")
  private String name = Service.ALL;

  /**
   * The command.
   *
   * @param onMember sees the member before it serves
   */
  public ServeCommand(Terminal terminal, Consumer<TuttiNode> onMember) {
    super(terminal);
    this.onMember = onMember;
  }

  @Override
  public SettingOptions settingOptions() {
    return settingOptions;
  }

  @Override
  protected Report run() throws Exception {
    try {
      return serve();
    } catch (Exception e) {
      failed = !stopping;
      throw e;
    }
  }

  private Report serve() throws Exception {
    Set<Service> services = Service.named(name);
    if (services.isEmpty()) {
      throw Refusal.of(
          ErrorCode.MALFORMED, "there is no service '%s'; see tutti serve --help".formatted(name));
    }
    String role = Service.roleOf(services).name().toLowerCase(java.util.Locale.ROOT);
    Settings settings = settingOptions.load(terminal().environment(), defaults(role));
    Logs.ofService(settings.get(WatchSettings.LOG_FORMAT));
    if (services.contains(Service.CRYPTO)) {
      terminal().progress("crypto engine " + engine(settings));
    }
    ManagementServer management = listen(settings);
    Future<TuttiNode> starting = TuttiNode.start(settings).onSuccess(onMember::accept);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> told(starting, settings), "tutti-stop"));
    TuttiNode node = await(starting.compose(joined -> Service.deploy(joined, services)), settings);
    if (management != null) {
      management.health(node.readiness()::health);
      management.route(
          "/metrics",
          request ->
              request
                  .response()
                  .putHeader("Content-Type", Metrics.CONTENT_TYPE)
                  .end(node.metrics().scrape()));
    }
    noticeEnd(node.context().hazelcast().getLifecycleService());
    return ready(node, services, management);
  }

  /** What follows from the service where nobody says otherwise. */
  private Map<String, String> defaults(String role) {
    return Map.of(
        Settings.ROLE.name(), role, WatchSettings.OTLP_SERVICE_NAME.name(), "tutti-" + name);
  }

  private void noticeEnd(LifecycleService life) {
    life.addLifecycleListener(
        event -> {
          if (event.getState() == LifecycleState.SHUTDOWN) {
            over.countDown();
          }
        });
    if (!life.isRunning()) { // since before there was a listener
      over.countDown();
    }
  }

  /** Found before anything starts, so that one that does not work here ends the process. */
  private static EngineSelection engine(Settings settings) {
    return Engines.select(settings.get(Settings.CRYPTO_ENGINE));
  }

  @Override
  protected boolean isMember() {
    return true;
  }

  /** Serves until the process is told to stop; a member that ends by itself is a failure. */
  @Override
  protected void afterwards() throws InterruptedException {
    over.await();
    if (!stopping) {
      throw Refusal.of(ErrorCode.UNAVAILABLE, "this member has left the cluster; see the log");
    }
  }

  private @Nullable ManagementServer listen(Settings settings) throws Exception {
    OptionalInt port = settings.get(Settings.MANAGEMENT_PORT);
    return port.isEmpty()
        ? null
        : soon(
            ManagementServer.start(settings.get(Settings.MANAGEMENT_HOST), port.getAsInt()),
            STARTING);
  }

  private TuttiNode await(Future<TuttiNode> starting, Settings settings) throws Exception {
    String what =
        "cluster '%s', a data member of it near %s"
            .formatted(
                settings.get(Settings.CLUSTER_NAME),
                String.join(",", settings.get(Settings.CLUSTER_MEMBERS)));
    return new Waiting(terminal())
        .until(
            starting.toCompletionStage(), settings.get(Settings.JOIN_TIMEOUT).plus(STARTING), what);
  }

  private Report ready(
      TuttiNode node, Set<Service> services, @Nullable ManagementServer management) {
    Cluster cluster = node.context().hazelcast().getCluster();
    var address = cluster.getLocalMember().getAddress();
    String member = address.getHost() + ":" + address.getPort();
    int members = cluster.getMembers().size();
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("service", name).put("member", member).put("members", members);
    json.put("role", cluster.getLocalMember().isLiteMember() ? "lite" : "data");
    if (services.contains(Service.CRYPTO)) {
      json.put("engine", engine(node.context().settings()).engine().name());
    }
    if (management != null) {
      json.put("managementPort", management.port());
    }
    String origin = GatewayVerticle.origin(node.context().vertx());
    if (origin != null) {
      json.put("gateway", origin);
    }
    String counted = members == 1 ? "1 member" : members + " members";
    return new Report(
        json,
        List.of(
            "tutti %s ready, member %s, %s%s"
                .formatted(name, member, counted, origin == null ? "" : ", " + origin)));
  }

  /**
   * The JVM of itself would report 143: but whoever stops in order has done what it was told. Not
   * so one that leaves because it cannot serve.
   */
  private void told(Future<TuttiNode> starting, Settings settings) {
    boolean inOrder = over.getCount() > 0 && !starting.failed() && stop(starting, settings);
    Logs.flush();
    if (inOrder && !failed) {
      Runtime.getRuntime().halt(0);
    }
  }

  /** Whether others are left. */
  private static Future<Boolean> leave(TuttiNode node) {
    boolean others = node.context().hazelcast().getCluster().getMembers().size() > 1;
    return node.close().map(left -> others);
  }

  /** One that has joined but does not serve yet may hold documents: it leaves in order, too. */
  private boolean stop(Future<TuttiNode> starting, Settings settings) {
    stopping = true;
    terminal().progress("tutti %s stopping".formatted(name));
    try {
      // Whoever has told it to stop waits for so long, and not for the joining besides.
      Instant end = Instant.now().plus(Leaving.of(settings).longest());
      TuttiNode node = soon(starting, JOINED_SOON);
      boolean missed = soon(leave(node), Duration.between(Instant.now(), end));
      TimeUnit.MILLISECONDS.sleep(missed ? Leaving.REFUSING.toMillis() : 0);
      terminal().progress("tutti %s stopped".formatted(name));
      return true;
    } catch (Exception e) {
      terminal().progress("tutti %s did not stop in order: %s".formatted(name, e));
      return false;
    } finally {
      over.countDown();
    }
  }

  private static <T> T soon(Future<T> future, Duration patience) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
