package tutti.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real clients of Chronik, installed under {@code target}; without Node.js tests are skipped.
 */
final class NodeClients implements ExecutionCondition {
  private static final Path SOURCES = Path.of("src", "test", "javascript");
  private static final Path INSTALLED = Path.of("target", "chronik-clients");
  private static final String LOCK = "package-lock.json";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("the clients are installed");
    }
    try {
      Files.createDirectories(INSTALLED);
      if (!run("version", List.of("node", "--version")).succeeded()) {
        return skipped("there is no Node.js");
      }
      boolean upToDate =
          Files.isDirectory(INSTALLED.resolve("node_modules"))
              && Files.exists(INSTALLED.resolve(LOCK))
              && Files.mismatch(SOURCES.resolve(LOCK), INSTALLED.resolve(LOCK)) < 0;
      for (String file : List.of("package.json", LOCK, "ask.cjs")) {
        Files.copy(
            SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      List<String> install = List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
      if (!upToDate && !run("install", install).succeeded()) {
        Files.deleteIfExists(INSTALLED.resolve(LOCK)); // not up to date the next time either
        return skipped("npm cannot install them, see " + INSTALLED.resolve("install.log"));
      }
      return ConditionEvaluationResult.enabled("the clients are installed");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the client of a dialect understood; fails if it did not. */
  static String ask(String dialect, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("node", "ask.cjs", dialect));
    command.addAll(arguments);
    try {
      Ran ran = run("ask-" + dialect, command);
      if (!ran.succeeded()) {
        throw new AssertionError("the client of %s fails:%n%s".formatted(dialect, ran.printed()));
      }
      return ran.printed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Ran(boolean succeeded, String printed) {}

  private static ConditionEvaluationResult skipped(String reason) {
    System.err.println("SKIPPED: no real clients of Chronik: " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static Ran run(String name, List<String> command) throws IOException {
    Path log = INSTALLED.resolve(name + ".log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(INSTALLED.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException notThere) {
      return new Ran(false, "no such command: " + command.get(0));
    }
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Ran(false, "no end");
      }
      return new Ran(process.exitValue() == 0, Files.readString(log));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
