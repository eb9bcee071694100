package tutti.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The JavaScript client, copied, installed and compiled under {@code target}. Without Node.js, or
 * without what it depends on, the tests that need it are skipped and say why.
 */
final class NpmPackage implements ExecutionCondition {
  static final Path INSTALLED = Path.of("target", "javascript-client");

  private static final Path SOURCES = Path.of("..", "clients", "javascript");
  private static final List<String> PARTS =
      List.of("package.json", "package-lock.json", "tsconfig.json", "tsconfig.test.json");
  private static final long PATIENCE_SECONDS = 240;
  private static final String READY = "the package is installed";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled(READY);
    }
    try {
      Files.createDirectories(INSTALLED);
      String missing = missing();
      if (missing != null) {
        String reason = "no JavaScript signers: " + missing;
        System.err.println("SKIPPED: " + reason);
        return ConditionEvaluationResult.disabled(reason);
      }
      run("compile", "npx", "--no-install", "tsc", "-p", "tsconfig.test.json");
      return ConditionEvaluationResult.enabled(READY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command in the package; fails with what it printed if it fails. */
  static String run(String name, String... command) {
    try {
      Path log = INSTALLED.resolve(name + ".log");
      if (!succeeds(log, command)) {
        throw new AssertionError(name + " fails:\n" + Files.readString(log));
      }
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is not there; null if everything is. */
  private static @org.jspecify.annotations.Nullable String missing() throws IOException {
    Path log = INSTALLED.resolve("node.log");
    String recent =
        "const [a, b] = process.versions.node.split('.'); process.exit(a > 20 || (a == 20"
            + " && b >= 19) ? 0 : 1)";
    if (!succeeds(log, "node", "-e", recent)) {
      return "there is no Node.js 20.19 or newer";
    }
    Path lock = Path.of("package-lock.json");
    boolean upToDate =
        Files.isDirectory(INSTALLED.resolve("node_modules"))
            && Files.exists(INSTALLED.resolve(lock))
            && Files.mismatch(SOURCES.resolve(lock), INSTALLED.resolve(lock)) < 0;
    copy();
    log = INSTALLED.resolve("npm.log");
    if (!upToDate && !succeeds(log, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")) {
      Files.deleteIfExists(INSTALLED.resolve(lock)); // not up to date the next time either
      return "npm cannot install what they depend on, see " + log;
    }
    return null;
  }

  private static void copy() throws IOException {
    for (String part : PARTS) {
      Files.copy(
          SOURCES.resolve(part), INSTALLED.resolve(part), StandardCopyOption.REPLACE_EXISTING);
    }
    for (String folder : List.of("src", "test")) {
      remove(INSTALLED.resolve(folder));
      try (Stream<Path> files = Files.walk(SOURCES.resolve(folder))) {
        for (Path file : files.toList()) {
          Files.copy(file, INSTALLED.resolve(SOURCES.relativize(file)));
        }
      }
    }
    remove(INSTALLED.resolve("build")); // what is no longer there must not be run
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean succeeds(Path log, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("TUTTI_REPOSITORY", Path.of("..").toAbsolutePath().toString());
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
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.writeString(log, "no end after %d s".formatted(PATIENCE_SECONDS));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
