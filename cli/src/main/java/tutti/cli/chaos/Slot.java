package tutti.cli.chaos;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tutti.cli.serve.Service;
import tutti.cli.serve.ServiceProcess;
import tutti.cli.serve.ServiceProcess.Launch;
import tutti.protocol.Refusal;

/** A place for one process of a service: whatever becomes of the process, another one follows. */
final class Slot {
  private static final Duration STARTING = Duration.ofMinutes(3);
  private static final int MOST_STARTS = 3;
  private static final Duration LEAVING = Duration.ofSeconds(90);

  private final Service service;
  private final String name;
  private final Launch launch;
  private Disturbance disturbance = Disturbance.NONE;
  private @Nullable ServiceProcess process;

  Slot(Service service, int number, Launch launch) {
    this.service = service;
    this.name = "%s-%d".formatted(service.label(), number);
    this.launch = launch;
  }

  /** For people: {@code session-2}. */
  String name() {
    return name;
  }

  Service service() {
    return service;
  }

  boolean holdsDocuments() {
    return service == Service.SESSION;
  }

  /** Starts a process, without waiting for it. */
  synchronized void start() {
    process = ServiceProcess.start(service, launch);
    process.tell(disturbance.text());
  }

  /** Waits until the process serves; one that gives up is followed by another, as anywhere. */
  void awaitReady() throws ExecutionException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        current().awaitReady(STARTING);
        return;
      } catch (Refusal failed) {
        if (attempt == MOST_STARTS) {
          throw failed;
        }
        clear();
        start();
      }
    }
  }

  /** Starts another process if this one has ended. */
  boolean revive() throws ExecutionException, InterruptedException {
    if (isAlive()) {
      return false;
    }
    start();
    awaitReady();
    return true;
  }

  /** Lets the process do nothing, without its knowing. */
  void freeze() throws InterruptedException {
    current().signal("STOP");
  }

  /** Lets it go on, as if nothing had happened. */
  void thaw() throws InterruptedException {
    current().signal("CONT");
  }

  /** Changes what happens to the messages of this process. */
  synchronized void disturb(Disturbance wanted) {
    disturbance = wanted;
    current().tell(wanted.text());
  }

  /** Ends the process at once, as a crash would. */
  void kill() throws InterruptedException {
    current().kill();
    current().awaitExit(LEAVING);
  }

  /**
   * Ends the process in order.
   *
   * @return whether it said that it did
   */
  boolean stop() throws InterruptedException {
    current().terminate();
    return current().awaitExit(LEAVING) == 0;
  }

  long pid() {
    return current().pid();
  }

  boolean isAlive() {
    return current().isAlive();
  }

  /** Ends whatever runs here; nobody minds how. */
  synchronized void clear() {
    if (process != null) {
      process.kill();
    }
  }

  private synchronized ServiceProcess current() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }
}
