package tutti.cli.rollout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tutti.cli.serve.Service;
import tutti.cli.serve.ServiceProcess;

/** One process on a host of its own, from its start to its end. */
final class Pod {
  private static final Duration ANSWERING = Duration.ofSeconds(2);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(ANSWERING).build();

  private final String name;
  private final Workload workload;
  private final int host;
  private final String address;
  private final ServiceProcess process;
  private final long startedNanos = System.nanoTime();
  private volatile long readySince;
  private volatile long readyAfterNanos;
  private volatile long toldNanos;
  private volatile CompletableFuture<Ending> ending = new CompletableFuture<>();

  Pod(String name, Workload workload, int host, String address, ServiceProcess process) {
    this.name = name;
    this.workload = workload;
    this.host = host;
    this.address = address;
    this.process = process;
  }

  String name() {
    return name;
  }

  Service service() {
    return workload.service();
  }

  Workload workload() {
    return workload;
  }

  int host() {
    return host;
  }

  String address() {
    return address;
  }

  /** From its start until it was ready; 0 if it never was. */
  long readyAfterMillis() {
    return TimeUnit.NANOSECONDS.toMillis(readyAfterNanos);
  }

  /** The port that a variable says. */
  int port(String variable) {
    return Integer.parseInt(workload.environment().getOrDefault(variable, "0"));
  }

  /** Looks whether it says that it is ready. */
  boolean look() {
    boolean ready = isAlive() && answersReady();
    long now = System.nanoTime();
    if (ready && readySince == 0) {
      readySince = now;
      readyAfterNanos = readyAfterNanos == 0 ? now - startedNanos : readyAfterNanos;
    } else if (!ready) {
      readySince = 0;
    }
    return ready;
  }

  /** Whether it has been ready for as long as the next one is to wait. */
  boolean isAvailable() {
    return look() && System.nanoTime() - readySince >= workload.minReady().toNanos();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it was told to stop, or is to be killed. */
  boolean isTold() {
    return toldNanos != 0;
  }

  /** Tells it to stop (SIGTERM); it is killed when its grace period is over. */
  void terminate() {
    told();
    process.terminate();
    CompletableFuture.delayedExecutor(workload.grace().toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::kill);
  }

  void kill() {
    told();
    process.kill();
  }

  private void told() {
    long now = System.nanoTime();
    toldNanos = now;
    ending =
        process
            .exit()
            .thenApply(code -> new Ending(this, (System.nanoTime() - now) / 1_000_000, code));
  }

  /** Completes when one that was told to stop, or was killed, has ended. */
  CompletableFuture<Ending> ending() {
    return ending;
  }

  /**
   * How one that was told to stop did so; one that had to be killed has no exit code of its own.
   */
  record Ending(Pod pod, long millis, int exitCode) {
    boolean isInOrder() {
      return exitCode == 0;
    }
  }

  /** What it says of itself, for whoever looks for a reason. */
  String health() {
    return ask("/healthcheck").map(HttpResponse::body).orElse("does not answer");
  }

  /** Whether it says now that it is ready. */
  boolean answersReady() {
    return ask("/readyz").filter(answer -> answer.statusCode() == 200).isPresent();
  }

  private Optional<HttpResponse<String>> ask(String path) {
    URI uri = URI.create("http://%s:%d%s".formatted(address, port("TUTTI_MANAGEMENT_PORT"), path));
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWERING).build();
    try {
      return Optional.of(CLIENT.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
