package tutti.cli.rollout;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.cli.chaos.Crew;
import tutti.cli.chaos.Lan;
import tutti.cli.serve.Service;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/**
 * Signing load on pods that come and go as they do on Kubernetes: each on a host of its own, found
 * by a name, with the settings of the manifests.
 */
public final class Rollout {
  private static final Duration STARTING = Duration.ofMinutes(2);
  private static final Duration ENDING = Duration.ofMinutes(2);
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration LEAVING = Duration.ofSeconds(30);
  private static final String ORIGINS = "TUTTI_HTTP_ORIGINS";

  private final Terminal terminal;
  private final Plan plan;
  private final Manifests manifests;
  private final List<Happening> happenings = new ArrayList<>();
  private final AtomicInteger lostPartitions = new AtomicInteger();
  private boolean underLoad;

  /**
   * Something that was done, from its beginning until all was in its place again.
   *
   * @param underLoad whether signers were at work meanwhile
   */
  record Happening(String what, long fromNanos, long toNanos, boolean underLoad) {}

  private interface Deed {
    void run() throws InterruptedException;
  }

  public Rollout(Terminal terminal, Plan plan) {
    this.terminal = terminal;
    this.plan = plan;
    this.manifests = Manifests.read(plan.manifests());
  }

  /** Fails with a reason where this machine cannot do it. */
  public static void requirePermitted() {
    if (!isPermitted()) {
      throw Refusal.of(
          ErrorCode.NOT_ALLOWED,
          "needs network namespaces and a server of names: root on Linux, with ip (iproute2),"
              + " unshare and nsenter (util-linux) and dnsmasq");
    }
  }

  /** Whether this machine can do it. */
  public static boolean isPermitted() {
    return Lan.isPermitted() && Names.isPermitted();
  }

  /** Runs it all; the report says what must not be. */
  public Report run() throws ExecutionException, InterruptedException {
    terminal.progress("logs in %s".formatted(plan.logs()));
    try (Lan lan = Lan.of(0).join();
        Pods pods = Pods.on(lan, manifests, plan);
        Entrance entrance = Entrance.at(lan.ownAddress()).toCompletableFuture().get()) {
      Thread orphanage = new Thread(pods::close, "tutti-rollout-end");
      Runtime.getRuntime().addShutdownHook(orphanage);
      try {
        return run(lan, pods, entrance);
      } finally {
        Runtime.getRuntime().removeShutdownHook(orphanage);
      }
    }
  }

  private Report run(Lan lan, Pods pods, Entrance entrance)
      throws ExecutionException, InterruptedException {
    URI origin = entrance.origin(lan.ownAddress());
    List<Workload> workloads = workloads(origin, lan.ownAddress());
    Controller controller = new Controller(pods);
    happen("install", () -> controller.install(workloads));
    entrance.leadTo(pods);
    TuttiNode node = join(workloads, lan, pods);
    try (Crew crew = Crew.start(node.context(), origin, plan.orders())) {
      crew.begin();
      underLoad = true;
      TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
      for (Change change : plan.changes()) {
        change(change, workloads, controller);
      }
      TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
      crew.stop();
      underLoad = false;
      terminal.progress("waiting for the last sessions");
      crew.awaitEnds(ENDING);
      terminal.progress("reading everything back");
      Crew.Inventory inventory = crew.takeStock(node.context().bus());
      int lost = lostPartitions.get(); // before all that hold any are gone
      Crew.@Nullable Inventory afterwards = null;
      if (plan.changes().contains(Change.STOP)) {
        happen("stop of all %d".formatted(pods.now().size()), () -> controller.stop(pods.now()));
        if (plan.database() != null) {
          happen("start of all again", () -> controller.install(workloads));
          afterwards = takeStock(crew, workloads, lan, pods);
        }
      }
      return new Findings(crew, inventory, afterwards, controller, pods.ever(), happenings, lost)
          .report();
    } finally {
      leave(node);
    }
  }

  /** By a member of its own: the one before knows nobody who is there now. */
  private Crew.Inventory takeStock(Crew crew, List<Workload> workloads, Lan lan, Pods pods)
      throws ExecutionException, InterruptedException {
    terminal.progress("reading everything back again");
    TuttiNode node = join(workloads, lan, pods);
    try {
      return crew.takeStock(node.context().bus());
    } finally {
      leave(node);
    }
  }

  /** As the manifests say, but for what only this run knows. */
  private List<Workload> workloads(URI origin, String address) {
    List<Workload> workloads = new ArrayList<>();
    for (Workload one : manifests.workloads()) {
      Workload adapted = one;
      if (one.service() == Service.GATEWAY) {
        adapted = one.with(ORIGINS, one.environment().get(ORIGINS) + "," + origin);
      }
      if (one.named() && plan.database() != null) {
        adapted = plan.database().addTo(adapted, address);
      } else if (!one.named() && plan.replicas() > 0) {
        adapted = adapted.times(plan.replicas());
      }
      workloads.add(adapted);
    }
    return workloads;
  }

  private void change(Change change, List<Workload> workloads, Controller controller)
      throws InterruptedException {
    List<Workload> concerned =
        workloads.stream().filter(one -> plan.services().contains(one.service())).toList();
    for (Workload workload : concerned) {
      switch (change) {
        case RESTART ->
            happen(
                "restart of " + workload.service().label(),
                () -> controller.restart(workload, plan.restarts()));
        case SCALE -> scale(workload, controller);
        case KILL -> {
          Pod pod = controller.oldest(workload.service());
          happen("kill of " + pod.name(), () -> controller.kill(pod));
        }
        case VANISH -> {
          Pod pod = controller.oldest(workload.service());
          if (workload.named()) {
            happen("end of the host of " + pod.name(), () -> controller.vanish(pod));
          }
        }
        case STOP -> {} // when there is nothing more to do
      }
    }
  }

  private void scale(Workload workload, Controller controller) throws InterruptedException {
    int usual = workload.replicas();
    List<Integer> sizes =
        switch (workload.service()) {
          case SESSION -> List.of(3, 5, 2, usual);
          case CRYPTO -> List.of(1, 4, 1, usual);
          default -> List.of();
        };
    int before = usual;
    for (int size : sizes) {
      if (size != before) {
        happen(
            "scale of %s from %d to %d".formatted(workload.service().label(), before, size),
            () -> controller.scale(workload, size));
      }
      before = size;
    }
  }

  private void happen(String what, Deed deed) throws InterruptedException {
    long from = System.nanoTime();
    deed.run();
    long to = System.nanoTime();
    happenings.add(new Happening(what, from, to, underLoad));
    terminal.progress("%s: %.1f s".formatted(what, (to - from) / 1e9));
  }

  /** A member that holds nothing, which reads everything back. */
  private TuttiNode join(List<Workload> workloads, Lan lan, Pods pods)
      throws ExecutionException, InterruptedException {
    Workload like = workloads.stream().filter(one -> !one.named()).findFirst().orElseThrow();
    Map<String, String> environment = new HashMap<>(like.environmentAt(lan.ownAddress()));
    environment.remove(Pods.SETTINGS_FILE);
    String port = environment.getOrDefault("TUTTI_CLUSTER_PORT", "");
    String addresses =
        pods.of(Service.SESSION).stream()
            .map(pod -> "%s:%s".formatted(pod.address(), port))
            .collect(Collectors.joining(","));
    Map<String, String> own =
        Map.of(
            Settings.CLUSTER_MEMBERS.name(), addresses,
            Settings.EVENT_BUS_PORT.name(), "0",
            Settings.ROLE.name(), "lite");
    Settings settings = Settings.load(own, environment);
    int backups = settings.get(Settings.BACKUPS);
    TuttiNode node =
        new Waiting(terminal)
            .until(TuttiNode.start(settings).toCompletionStage(), STARTING, "the cluster");
    node.context()
        .hazelcast()
        .getPartitionService()
        .addPartitionLostListener(
            lost -> lostPartitions.addAndGet(lost.getLostBackupCount() < backups ? 0 : 1));
    return node;
  }

  private static void leave(TuttiNode node) {
    node.close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(LEAVING.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(notInOrder -> null)
        .join();
  }
}
