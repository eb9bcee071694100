package tutti.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import tutti.cli.serve.PrivateCluster;
import tutti.cli.serve.Service;
import tutti.cli.serve.ServiceProcess;
import tutti.cli.serve.ServiceProcess.Launch;
import tutti.cli.terminal.Waiting;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/**
 * A cluster to load: all services in this process, or each in one of its own beside it. The signers
 * are always in this process.
 */
final class Site implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration LEAVING = Duration.ofSeconds(20);

  private final TuttiNode node;
  private final List<ServiceProcess> processes;

  private Site(TuttiNode node, List<ServiceProcess> processes) {
    this.node = node;
    this.processes = processes;
  }

  static Site ofOneProcess(Waiting waiting, Map<String, String> chosen)
      throws ExecutionException, InterruptedException {
    Settings settings = Settings.load(PrivateCluster.flags(chosen), Map.of());
    return new Site(await(waiting, PrivateCluster.start(settings)), List.of());
  }

  static Site ofFourProcesses(Waiting waiting, Map<String, String> chosen)
      throws ExecutionException, InterruptedException {
    Map<String, String> flags = PrivateCluster.flags(chosen);
    List<ServiceProcess> started = new java.util.ArrayList<>();
    try {
      // The one with the documents first, so that the others need not wait for one.
      started.add(ServiceProcess.start(Service.SESSION, new Launch(flags)));
      started.get(0).awaitReady(PATIENCE);
      Set<Service> others = EnumSet.copyOf(Service.INNER);
      others.remove(Service.SESSION);
      for (Service service : others) {
        started.add(ServiceProcess.start(service, new Launch(flags)));
      }
      for (ServiceProcess process : started.subList(1, started.size())) {
        process.awaitReady(PATIENCE);
      }
      Map<String, String> ofSigners = new HashMap<>(flags);
      ofSigners.put(Settings.ROLE.name(), "lite");
      TuttiNode node = await(waiting, TuttiNode.start(Settings.load(ofSigners, Map.of())));
      return new Site(node, List.copyOf(started));
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      stop(started);
      throw e;
    }
  }

  ServiceContext context() {
    return node.context();
  }

  /** CPU time so far, of all processes. */
  long cpuNanos() {
    long sum = 0;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean own) {
      sum = own.getProcessCpuTime();
    }
    for (ServiceProcess process : processes) {
      sum += process.cpuNanos();
    }
    return sum;
  }

  @Override
  public void close() {
    node.close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(LEAVING.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(notInOrder -> null)
        .join();
    stop(processes);
  }

  /** The one with the documents last, so that nobody misses them. */
  private static void stop(List<ServiceProcess> processes) {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
  }

  private static <T> T await(Waiting waiting, Future<T> future)
      throws ExecutionException, InterruptedException {
    return waiting.until(future.toCompletionStage(), PATIENCE, "the cluster");
  }
}
