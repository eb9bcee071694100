package tutti.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, with what it says in a file under {@code target}. */
final class OwnProcess {
  private static final Path LOGS = Path.of("target", "processes");

  private final String name;
  private final Process process;
  private final Path log;

  private OwnProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static OwnProcess start(String name, Class<?> main, List<String> arguments) {
    return start(name, List.of(), main, arguments);
  }

  /**
   * Starts one with another command in front, which becomes it.
   *
   * @param before such as what enters a network namespace
   */
  static OwnProcess start(String name, List<String> before, Class<?> main, List<String> arguments) {
    return start(name, before, System.getProperty("java.class.path"), words(main, arguments));
  }

  /** Starts one that has only these classes; the words are a class and its arguments. */
  static OwnProcess start(String name, List<String> before, String classPath, List<String> words) {
    return start(name, command(before, classPath, words), Map.of());
  }

  /** Starts one with more in its environment. */
  static OwnProcess start(
      String name, Class<?> main, List<String> arguments, Map<String, String> environment) {
    List<String> words = words(main, arguments);
    return start(
        name, command(List.of(), System.getProperty("java.class.path"), words), environment);
  }

  /** The words that start one with this JVM's classes. */
  static List<String> command(Class<?> main, List<String> arguments) {
    return command(List.of(), System.getProperty("java.class.path"), words(main, arguments));
  }

  private static List<String> command(List<String> before, String classPath, List<String> words) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    // Several of them start on few cores: quick to start is what counts here.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
    command.add(classPath);
    command.addAll(words);
    return command;
  }

  private static OwnProcess start(
      String name, List<String> command, Map<String, String> environment) {
    Path log = LOGS.resolve(name + ".log");
    try {
      Files.createDirectories(LOGS);
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      return new OwnProcess(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line that begins like this, once the process has said it. */
  String awaitLine(String beginning) {
    return await(name)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> line(beginning), line -> line.isPresent() || !process.isAlive())
        .orElseThrow(() -> new AssertionError(name + " ended, see " + log));
  }

  /** All lines so far that begin like this. */
  List<String> lines(String beginning) {
    return said().lines().filter(line -> line.startsWith(beginning)).toList();
  }

  /** Writes a line to its stdin. */
  void tell(String line) {
    try {
      var stdin = process.outputWriter();
      stdin.write(line + "\n");
      stdin.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not listen, see " + log, e);
    }
  }

  /** Asks it to end, without waiting. */
  void terminate() {
    process.destroy();
  }

  /** How it ended. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end, see " + log);
    }
    return process.exitValue();
  }

  /** Ends it, and whatever it has started, at once. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> line(String beginning) {
    return lines(beginning).stream().findFirst();
  }

  private static List<String> words(Class<?> main, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(main.getName()));
    words.addAll(arguments);
    return words;
  }

  /** The flags that this JVM and ./tutti have, without what measures the tests. */
  private static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            flag ->
                flag.startsWith("-Djava.util.concurrent")
                    || flag.startsWith("--add-")
                    || flag.startsWith("--sun-misc"))
        .toList();
  }
}
