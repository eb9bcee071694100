package tutti.cli.serve;

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
import org.jspecify.annotations.Nullable;
import tutti.cli.Main;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** A service in a JVM of its own, which runs as this one does. */
public final class ServiceProcess implements AutoCloseable {
  private static final long STOPPING_SECONDS = 20;

  private final String name;
  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private ServiceProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    // Not on the common pool: it has few threads, which the store needs.
    Thread reader = new Thread(() -> ready.complete(firstLine()), "tutti-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * How to run one.
   *
   * @param settings by name, as flags
   * @param jvmFlags besides those of this JVM
   * @param log where its stderr goes; absent: nowhere
   * @param main the class to run, which understands the command line
   * @param host what stands in front of the command, to run it elsewhere; usually nothing
   * @param environment variables besides those of this JVM, of which it hears no setting
   */
  public record Launch(
      Map<String, String> settings,
      List<String> jvmFlags,
      @Nullable Path log,
      Class<?> main,
      List<String> host,
      Map<String, String> environment) {
    public Launch {
      settings = Map.copyOf(settings);
      jvmFlags = List.copyOf(jvmFlags);
      host = List.copyOf(host);
      environment = Map.copyOf(environment);
    }

    public Launch(Map<String, String> settings) {
      this(settings, List.of(), null, Main.class, List.of(), Map.of());
    }
  }

  /** Starts a JVM with this service; it is ready later. */
  public static ServiceProcess start(Service service, Launch launch) {
    ProcessBuilder builder = new ProcessBuilder(command(service, launch));
    builder.redirectError(
        launch.log == null
            ? ProcessBuilder.Redirect.DISCARD
            : ProcessBuilder.Redirect.appendTo(launch.log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("TUTTI_"));
    builder.environment().putAll(launch.environment);
    try {
      return new ServiceProcess(service.label(), builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a JVM for " + service.label(), e);
    }
  }

  /** Waits until it says that it serves. */
  public void awaitReady(Duration patience) throws ExecutionException, InterruptedException {
    try {
      if (ready.get(patience.toMillis(), TimeUnit.MILLISECONDS).isEmpty()) {
        throw Refusal.of(ErrorCode.UNAVAILABLE, name + " did not start");
      }
    } catch (TimeoutException e) {
      throw Refusal.of(ErrorCode.TIMEOUT, name + " did not start in time");
    }
  }

  /** The number that the operating system knows it by. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** CPU time so far. */
  public long cpuNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  /** Ends it without a word, as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Asks it to leave (SIGTERM), without waiting. */
  public void terminate() {
    process.destroy();
  }

  /** Sends it a signal, by the signal's name. */
  public void signal(String name) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send signals", e);
    }
  }

  /** Writes a line to its stdin; nothing, if it has ended meanwhile. */
  public void tell(String line) {
    try {
      var stdin = process.outputWriter();
      stdin.write(line + "\n");
      stdin.flush();
    } catch (IOException e) {
      // Whoever starts the next process tells that one.
    }
  }

  /** Completes when it has ended, with its exit code. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Its exit code. */
  public int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw Refusal.of(ErrorCode.TIMEOUT, name + " did not end in time");
    }
    return process.exitValue();
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

  private static List<String> command(Service service, Launch launch) {
    List<String> command = new ArrayList<>(launch.host);
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    // What measures or debugs this JVM is not meant for others.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent:") && !flag.startsWith("-agentlib:"))
        .forEach(command::add);
    command.addAll(launch.jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.addAll(List.of(launch.main.getName(), "serve", service.label()));
    launch.settings.forEach((name, value) -> command.add("--%s=%s".formatted(name, value)));
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
