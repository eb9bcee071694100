package tutti.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tutti.cli.Main;
import tutti.cli.serve.Service;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** A service in a JVM of its own, which runs as this one does. */
final class ServiceProcess implements AutoCloseable {
  private static final long STOPPING_SECONDS = 20;

  private final Service service;
  private final Process process;
  private final CompletableFuture<String> ready;

  private ServiceProcess(Service service, Process process) {
    this.service = service;
    this.process = process;
    this.ready = CompletableFuture.supplyAsync(this::firstLine);
  }

  static ServiceProcess start(Service service, Map<String, String> settings) {
    ProcessBuilder builder = new ProcessBuilder(command(service, settings));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("TUTTI_"));
    try {
      return new ServiceProcess(service, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a JVM for " + service.label(), e);
    }
  }

  void awaitReady(Duration patience) throws ExecutionException, InterruptedException {
    try {
      if (ready.get(patience.toMillis(), TimeUnit.MILLISECONDS).isEmpty()) {
        throw Refusal.of(ErrorCode.UNAVAILABLE, service.label() + " did not start");
      }
    } catch (TimeoutException e) {
      throw Refusal.of(ErrorCode.TIMEOUT, service.label() + " did not start in time");
    }
  }

  long cpuNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command(Service service, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(Main.class.getName(), "serve", service.label()));
    settings.forEach((name, value) -> command.add("--%s=%s".formatted(name, value)));
    return command;
  }

  private String firstLine() {
    try (BufferedReader reader = process.inputReader()) {
      String line = reader.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return "";
    }
  }
}
