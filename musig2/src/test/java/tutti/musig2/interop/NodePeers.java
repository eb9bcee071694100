package tutti.musig2.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Installs the peers' packages and starts the peers. Without Node.js, or without the packages, the
 * tests that need them are skipped and say why.
 */
final class NodePeers implements ExecutionCondition {
  private static final Path SOURCES = Path.of("src", "test", "js");
  private static final Path INSTALLED = Path.of("target", "interop-peers");
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
  private static final int MAJOR = 20;
  private static final int MINOR = 19;
  private static final long PATIENCE_SECONDS = 180;
  private static final String READY = "the peers are installed";

  /** Installs what is missing, once for all tests of a class. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled(READY);
    }
    try {
      Files.createDirectories(INSTALLED);
      install();
      return ConditionEvaluationResult.enabled(READY);
    } catch (Missing missing) {
      String reason = "no interop with other implementations: " + missing.getMessage();
      System.err.println("SKIPPED: " + reason);
      return ConditionEvaluationResult.disabled(reason);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All peers or none: they are only of use together. */
  static List<NodePeer> start() {
    try {
      return List.of(start("scure"), start("musig-js"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NodePeer start(String name) throws IOException {
    Process process =
        new ProcessBuilder("node", "peer.mjs", name)
            .directory(INSTALLED.toFile())
            .redirectError(INSTALLED.resolve(name + ".log").toFile())
            .start();
    return new NodePeer(name, new JsonLines(process));
  }

  private static void requireNode() throws IOException, Missing {
    Path log = INSTALLED.resolve("node.log");
    if (!succeeds(log, "node", "--version")) {
      throw new Missing("there is no Node.js");
    }
    Matcher version = VERSION.matcher(lastLine(log));
    if (!version.matches()) {
      throw new Missing("there is no Node.js that tells its version");
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
      throw new Missing(
          "Node.js %d.%d or newer is needed, here is %s".formatted(MAJOR, MINOR, lastLine(log)));
    }
  }

  private static void install() throws IOException, Missing {
    requireNode();
    Path lock = Path.of("package-lock.json");
    boolean upToDate =
        Files.isDirectory(INSTALLED.resolve("node_modules"))
            && Files.exists(INSTALLED.resolve(lock))
            && Files.mismatch(SOURCES.resolve(lock), INSTALLED.resolve(lock)) < 0;
    Path log = INSTALLED.resolve("npm.log");
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        Path target = INSTALLED.resolve(source.getFileName());
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!upToDate && !succeeds(log, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")) {
      Files.deleteIfExists(INSTALLED.resolve(lock)); // not up to date the next time either
      throw new Missing(
          "npm cannot install the peers: %s; more in %s".formatted(firstError(log), log));
    }
  }

  private static boolean succeeds(Path log, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Process process;
    try {
      process = builder.start();
    } catch (IOException notThere) {
      Files.writeString(log, "no such command: " + command[0]);
      return false;
    }
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      Files.writeString(log, "no end after %d s".formatted(PATIENCE_SECONDS));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1);
  }

  private static String firstError(Path log) throws IOException {
    String last = lastLine(log);
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("error")).findFirst().orElse(last);
    }
  }

  /** What the peers need is not on this machine. */
  private static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(String what) {
      super(what);
    }
  }
}
