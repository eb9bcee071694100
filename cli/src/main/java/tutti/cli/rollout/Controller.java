package tutti.cli.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tutti.cli.serve.Service;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Does to pods what the controllers of Kubernetes do, by the same rules. */
final class Controller {
  private static final Duration STARTING = Duration.ofMinutes(4);
  private static final long LOOK_MILLIS = 500;

  private final Pods pods;
  private final List<Pod.Ending> endings = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  Controller(Pods pods) {
    this.pods = pods;
  }

  /** How those have ended that were told to. */
  List<Pod.Ending> endings() {
    return List.copyOf(endings);
  }

  /** What should not have happened. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Starts all pods of these, at the same time. */
  void install(List<Workload> workloads) throws InterruptedException {
    for (Workload workload : workloads) {
      for (int i = 0; i < workload.replicas(); i++) {
        pods.start(workload);
      }
    }
    awaitAvailable();
  }

  /** Replaces the pods of a service, or some of them, so that at no time too many are missing. */
  void restart(Workload workload, int most) throws InterruptedException {
    List<Pod> old = new ArrayList<>(pods.of(workload.service()));
    Collections.reverse(old);
    old = old.subList(0, Math.min(most, old.size()));
    if (workload.ordered()) {
      for (Pod pod : old) {
        await(() -> maySpareOne(workload));
        stop(List.of(pod));
        pods.start(workload);
        awaitAvailable();
      }
    } else {
      for (Pod pod : old) {
        pods.start(workload);
        awaitAvailable();
        pod.terminate(); // and goes on with the next one meanwhile
      }
      awaitEnds(old);
    }
  }

  /** Adds pods, or takes the newest ones away, all at the same time. */
  void scale(Workload workload, int replicas) throws InterruptedException {
    List<Pod> there = pods.of(workload.service());
    for (int i = there.size(); i < replicas; i++) {
      pods.start(workload);
    }
    awaitAvailable();
    if (there.size() > replicas) {
      stop(there.subList(replicas, there.size()));
    }
  }

  /** Ends a pod without a word; another one follows, elsewhere. */
  void kill(Pod pod) throws InterruptedException {
    pod.kill();
    pod.ending().join();
    pods.remove(pod);
    pods.start(pod.workload());
    awaitAvailable();
  }

  /** The same, but nobody notices that its connections are gone. */
  void vanish(Pod pod) throws InterruptedException {
    pods.cut(pod);
    kill(pod);
  }

  /** Tells these to stop, at the same time, and takes them away. */
  void stop(List<Pod> some) {
    some.forEach(Pod::terminate);
    awaitEnds(some);
  }

  private void awaitEnds(List<Pod> some) {
    List<CompletableFuture<Pod.Ending>> ends = some.stream().map(Pod::ending).toList();
    for (CompletableFuture<Pod.Ending> end : ends) {
      Pod.Ending ending = end.join();
      Pod pod = ending.pod();
      endings.add(ending);
      if (!ending.isInOrder()) {
        problems.add(
            "%s did not stop in order: %d ms of %d s, exit code %d"
                .formatted(
                    pod.name(),
                    ending.millis(),
                    pod.workload().grace().toSeconds(),
                    ending.exitCode()));
      }
      pods.remove(pod);
    }
  }

  /** By the rule of its PodDisruptionBudget. */
  private boolean maySpareOne(Workload workload) {
    long missing =
        pods.of(workload.service()).stream()
            .filter(pod -> pod.isTold() || !pod.isAvailable())
            .count();
    return missing < workload.maxUnavailable();
  }

  /** Until every pod that is to stay has been ready for long enough. */
  private void awaitAvailable() throws InterruptedException {
    await(this::areAvailable);
  }

  private void await(BooleanSupplier wanted) throws InterruptedException {
    long deadline = System.nanoTime() + STARTING.toNanos();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw Refusal.of(ErrorCode.TIMEOUT, "not ready: " + unready());
      }
      replaceTheDead();
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** All are looked at, though one of them says no: each is to know since when it is ready. */
  private boolean areAvailable() {
    return pods.now().stream()
            .filter(pod -> !pod.isTold())
            .filter(pod -> !pod.isAvailable())
            .count()
        == 0;
  }

  private String unready() {
    return String.join(
        "; ",
        pods.now().stream()
            .filter(pod -> !pod.look())
            .map(pod -> "%s %s".formatted(pod.name(), pod.health()))
            .toList());
  }

  private void replaceTheDead() {
    for (Pod pod : pods.now()) {
      if (!pod.isAlive() && !pod.isTold()) {
        problems.add(pod.name() + " ended by itself, see its log");
        pods.remove(pod);
        pods.start(pod.workload());
      }
    }
  }

  /** The one that has been there for the longest time: of members, who leads them. */
  Pod oldest(Service service) {
    return pods.of(service).get(0);
  }
}
