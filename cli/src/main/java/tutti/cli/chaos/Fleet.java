package tutti.cli.chaos;

import com.hazelcast.multimap.MultiMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.cli.serve.Service;
import tutti.cli.serve.ServiceProcess.Launch;
import tutti.cli.terminal.Waiting;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.state.Copies;

/**
 * A cluster of processes on this machine, several of each service, with the settings that are
 * shipped but for addresses; and this process as a member that holds no documents, where the
 * signers are.
 */
final class Fleet implements AutoCloseable {
  private static final Duration JOINING = Duration.ofMinutes(2);
  private static final Duration HEALING = Duration.ofMinutes(2);
  private static final Duration LEAVING = Duration.ofSeconds(20);

  /** Where Vert.x keeps who serves what. */
  static final String SUBSCRIPTIONS = "__vertx.subs";

  /** Data members first: the others look for them. */
  private static final List<Service> ORDER =
      List.of(Service.SESSION, Service.CRYPTO, Service.REQUEST, Service.DISCOVERY);

  private static final int STARTED_TOGETHER = 2;

  private final List<Slot> slots;
  private final Hosts hosts;
  private final Thread orphanage = new Thread(this::clear, "tutti-chaos-end");
  private @Nullable TuttiNode node;
  private @Nullable Interference interference;

  /**
   * What the cluster is made of.
   *
   * @param dataMembers processes of the session service, which hold the documents
   * @param instances processes of each of the other services
   * @param settings that differ from those shipped
   * @param jvmFlags of each process
   * @param severable whether each process has a host of its own, so that the network may be cut
   * @param logs directory for what the processes say
   */
  record Shape(
      int dataMembers,
      int instances,
      Map<String, String> settings,
      List<String> jvmFlags,
      boolean severable,
      Path logs) {
    Shape {
      settings = Map.copyOf(settings);
      jvmFlags = List.copyOf(jvmFlags);
    }

    int of(Service service) {
      return service == Service.SESSION ? dataMembers : instances;
    }

    int processes() {
      return ORDER.stream().mapToInt(this::of).sum();
    }
  }

  private Fleet(List<Slot> slots, Hosts hosts) {
    this.slots = List.copyOf(slots);
    this.hosts = hosts;
    Runtime.getRuntime().addShutdownHook(orphanage);
  }

  /** Starts all of it. */
  static Fleet start(Shape shape, Waiting waiting) throws ExecutionException, InterruptedException {
    int processes = shape.processes();
    Hosts hosts = shape.severable ? Hosts.onLan(processes) : Hosts.onLoopback(processes);
    Map<String, String> shared = settings(shape, hosts);
    List<Slot> slots = new ArrayList<>();
    for (Service service : ORDER) {
      for (int number = 1; number <= shape.of(service); number++) {
        Map<String, String> settings = at(slots.size(), hosts, shared);
        Path log = shape.logs.resolve("%s-%d.log".formatted(service.label(), number));
        List<String> host = hosts.on(slots.size());
        slots.add(
            new Slot(
                service,
                number,
                new Launch(settings, shape.jvmFlags, log, DisturbedMain.class, host, Map.of())));
      }
    }
    Fleet fleet = new Fleet(slots, hosts);
    try {
      fleet.startAll();
      Map<String, String> own = at(processes, hosts, shared);
      own.put(Settings.ROLE.name(), "lite");
      fleet.node =
          waiting.until(
              TuttiNode.start(Settings.load(own, Map.of())).toCompletionStage(),
              JOINING,
              "the cluster");
      fleet.interference = Interference.of(fleet.context().vertx());
      return fleet;
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  List<Slot> slots() {
    return slots;
  }

  ServiceContext context() {
    TuttiNode joined = node;
    if (joined == null) {
      throw new IllegalStateException("this process has not joined");
    }
    return joined.context();
  }

  /**
   * Waits until all processes are members that others can reach, and every document has its copy
   * again. Where a process has ended by itself another one starts.
   *
   * @return how many had
   */
  int awaitWhole() throws InterruptedException, ExecutionException {
    var hazelcast = context().hazelcast();
    int ended = 0;
    long deadline = System.nanoTime() + HEALING.toNanos();
    while (!isWhole() || !Copies.areCompleteEverywhere(hazelcast).join()) {
      if (System.nanoTime() - deadline > 0) {
        throw Refusal.of(ErrorCode.TIMEOUT, "the cluster is not whole again: " + members());
      }
      ended += revive();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return ended;
  }

  /** What happens to all messages from now on, those to this process included. */
  void disturb(Disturbance disturbance) {
    slots.forEach(slot -> slot.disturb(disturbance));
    Interference here = interference;
    if (here != null) {
      here.set(disturbance);
    }
  }

  /** Cuts the host of a process off from all others. */
  void cut(Slot slot) {
    hosts.cut(slots.indexOf(slot));
  }

  void mend(Slot slot) {
    hosts.mend(slots.indexOf(slot));
  }

  private int revive() throws ExecutionException, InterruptedException {
    int revived = 0;
    for (Slot slot : slots) {
      revived += slot.revive() ? 1 : 0;
    }
    return revived;
  }

  private boolean isWhole() {
    if (context().hazelcast().getCluster().getMembers().size() != slots.size() + 1) {
      return false;
    }
    MultiMap<String, Object> consumers = context().hazelcast().getMultiMap(SUBSCRIPTIONS);
    return Service.INNER.stream()
        .allMatch(service -> consumers.valueCount(served(service)) == count(service));
  }

  /** One address of a service, as its sign of life. */
  private static String served(Service service) {
    return switch (service) {
      case SESSION -> SessionApi.STATUS.address();
      case REQUEST -> RequestApi.GET.address();
      case DISCOVERY -> DiscoveryApi.FIND.address();
      case CRYPTO -> CryptoApi.CHECK_ENVELOPE.address();
      case GATEWAY -> throw new IllegalArgumentException("a gateway serves no address");
    };
  }

  private long count(Service service) {
    return slots.stream().filter(slot -> slot.service() == service).count();
  }

  private String members() {
    return context().hazelcast().getCluster().getMembers().toString();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(orphanage);
    TuttiNode joined = node;
    if (joined != null) {
      joined
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(LEAVING.toSeconds(), TimeUnit.SECONDS)
          .exceptionally(notInOrder -> null)
          .join();
    }
    clear();
  }

  private void clear() {
    slots.forEach(Slot::clear);
    hosts.close();
  }

  /** Data members before all others, and not all at once: starting takes a machine's breath. */
  private void startAll() throws ExecutionException, InterruptedException {
    for (int next = 0; next < slots.size(); ) {
      int together = slots.get(next).holdsDocuments() ? 1 : STARTED_TOGETHER;
      List<Slot> batch = slots.subList(next, Math.min(next + together, slots.size()));
      batch.forEach(Slot::start);
      for (Slot slot : batch) {
        slot.awaitReady();
      }
      next += batch.size();
    }
  }

  /** All look for the data members. */
  private static Map<String, String> settings(Shape shape, Hosts hosts) {
    Map<String, String> settings = new HashMap<>();
    settings.put(Settings.CLUSTER_NAME.name(), "tutti-chaos-" + UUID.randomUUID());
    settings.put(
        Settings.CLUSTER_MEMBERS.name(),
        IntStream.range(0, shape.dataMembers)
            .mapToObj(hosts::address)
            .collect(Collectors.joining(",")));
    // Of two, the one that is left must be able to write alone.
    settings.put(
        Settings.CLUSTER_SIZE.name(), shape.dataMembers > 2 ? "" + shape.dataMembers : "1");
    settings.putAll(shape.settings);
    return settings;
  }

  private static Map<String, String> at(int process, Hosts hosts, Map<String, String> shared) {
    Map<String, String> settings = new HashMap<>(shared);
    settings.putAll(hosts.settings(process));
    return settings;
  }
}
