package tutti.cli.chaos;

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
import tutti.cli.serve.PrivateCluster;
import tutti.cli.serve.Service;
import tutti.cli.serve.ServiceProcess.Launch;
import tutti.cli.terminal.Waiting;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/**
 * A cluster of processes on loopback, several of each service, with the settings that are shipped
 * but for addresses; and this process as a member that holds no documents, where the signers are.
 */
final class Fleet implements AutoCloseable {
  private static final Duration JOINING = Duration.ofMinutes(2);
  private static final Duration BACKING_UP = Duration.ofMinutes(2);
  private static final Duration LEAVING = Duration.ofSeconds(20);
  private static final int BETWEEN_PORTS = 2;

  private final List<Slot> slots;
  private final Thread orphanage = new Thread(this::clear, "tutti-chaos-end");
  private @Nullable TuttiNode node;

  /**
   * What the cluster is made of.
   *
   * @param dataMembers processes of the session service, which hold the documents
   * @param instances processes of each of the other services
   * @param settings that differ from those shipped
   * @param jvmFlags of each process
   * @param logs directory for what the processes say
   */
  record Shape(
      int dataMembers,
      int instances,
      Map<String, String> settings,
      List<String> jvmFlags,
      Path logs) {
    Shape {
      settings = Map.copyOf(settings);
      jvmFlags = List.copyOf(jvmFlags);
    }

    int of(Service service) {
      return service == Service.SESSION ? dataMembers : instances;
    }
  }

  private Fleet(List<Slot> slots) {
    this.slots = List.copyOf(slots);
    Runtime.getRuntime().addShutdownHook(orphanage);
  }

  /** Starts all of it. */
  static Fleet start(Shape shape, Waiting waiting) throws ExecutionException, InterruptedException {
    int port = PrivateCluster.freePort();
    List<Map<String, String>> addresses = addresses(shape, port);
    List<Slot> slots = new ArrayList<>();
    for (Service service :
        List.of(Service.SESSION, Service.CRYPTO, Service.REQUEST, Service.DISCOVERY)) {
      for (int number = 1; number <= shape.of(service); number++) {
        Map<String, String> settings = addresses.get(slots.size());
        Path log = shape.logs.resolve("%s-%d.log".formatted(service.label(), number));
        slots.add(new Slot(service, number, new Launch(settings, shape.jvmFlags, log)));
      }
    }
    Fleet fleet = new Fleet(slots);
    try {
      fleet.startAll();
      Map<String, String> own = new HashMap<>(addresses.get(slots.size()));
      own.put(Settings.ROLE.name(), "lite");
      fleet.node =
          waiting.until(
              TuttiNode.start(Settings.load(own, Map.of())).toCompletionStage(),
              JOINING,
              "the cluster");
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

  /** Waits until every document has its copy again. */
  void awaitBackedUp() throws InterruptedException {
    var partitions = context().hazelcast().getPartitionService();
    long deadline = System.nanoTime() + BACKING_UP.toNanos();
    while (!partitions.isClusterSafe()) {
      if (System.nanoTime() > deadline) {
        throw Refusal.of(ErrorCode.TIMEOUT, "documents found no new backup in time");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
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
  }

  /** The first data member before all others, so that they need not look for each other. */
  private void startAll() throws ExecutionException, InterruptedException {
    Slot first = slots.get(0);
    first.start();
    first.awaitReady();
    List<Slot> others = slots.subList(1, slots.size());
    others.forEach(Slot::start);
    for (Slot slot : others) {
      slot.awaitReady();
    }
  }

  /** Of all processes, this one last. All look for the data members; each has its own port. */
  private static List<Map<String, String>> addresses(Shape shape, int port) {
    String members =
        IntStream.range(0, shape.dataMembers)
            .mapToObj(i -> "127.0.0.1:" + (port + i * BETWEEN_PORTS))
            .collect(Collectors.joining(","));
    int processes = shape.dataMembers + 3 * shape.instances + 1;
    String name = "tutti-chaos-" + UUID.randomUUID();
    List<Map<String, String>> addresses = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      Map<String, String> settings = new HashMap<>();
      settings.put(Settings.CLUSTER_NAME.name(), name);
      settings.put(Settings.CLUSTER_PORT.name(), String.valueOf(port + i * BETWEEN_PORTS));
      settings.put(Settings.CLUSTER_MEMBERS.name(), members);
      settings.putAll(shape.settings);
      addresses.add(settings);
    }
    return addresses;
  }
}
