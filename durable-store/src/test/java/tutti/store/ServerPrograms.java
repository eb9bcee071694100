package tutti.store;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of PostgreSQL. They are looked for in {@code TUTTI_POSTGRES_BIN}, on the path, and
 * where Debian puts them. They refuse to run as root, so as root they run as somebody else.
 */
record ServerPrograms(Path bin) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerPrograms.class);
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String NAMED = "TUTTI_POSTGRES_BIN";
  private static final String MISSING =
      "no PostgreSQL server here: install the package postgresql, or set " + NAMED;

  /** The programs; whoever asks is skipped where there are none. */
  static ServerPrograms found() {
    Optional<ServerPrograms> programs = lookedFor();
    Assumptions.assumeTrue(programs.isPresent(), MISSING);
    return programs.orElseThrow();
  }

  /** Whether there are any; says so if not. */
  static boolean areThere() {
    boolean there = lookedFor().isPresent();
    if (!there) {
      LOG.warn("tests are skipped: {}", MISSING);
    }
    return there;
  }

  private static Optional<ServerPrograms> lookedFor() {
    String named = System.getenv(NAMED);
    if (named == null) {
      return place(Stream.concat(onPath(), ofDebian())).map(ServerPrograms::new);
    }
    // Whoever names a place wants the tests: then nothing there is a failure.
    Path bin =
        place(Stream.of(Path.of(named)))
            .orElseThrow(() -> new AssertionError("no initdb and pg_ctl in " + named));
    return Optional.of(new ServerPrograms(bin));
  }

  /** Runs one of them to its end. */
  void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", servant(), "--"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    execute(command);
  }

  /** Makes a directory that of the server. */
  void handOver(Path directory) throws IOException {
    if (isRoot()) {
      execute(List.of("chown", "-R", servant(), directory.toString()));
    } else {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Runs anything to its end. */
  static void execute(List<String> command) {
    try {
      // Into a file: what is started here keeps its output open as long as it runs.
      File output = File.createTempFile("tutti-database", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(output)
              .start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      String said = Files.readString(output.toPath());
      if (!output.delete() || !ended || process.exitValue() != 0) {
        throw new AssertionError(command + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String servant() {
    try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
      return users.anyMatch(user -> user.startsWith("postgres:")) ? "postgres" : "nobody";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> onPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1)).map(Path::of);
  }

  /** The newest release first. */
  private static Stream<Path> ofDebian() {
    if (!Files.isDirectory(DEBIAN)) {
      return Stream.empty();
    }
    try (Stream<Path> releases = Files.list(DEBIAN)) {
      return releases
          .sorted(Comparator.reverseOrder())
          .map(release -> release.resolve("bin"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> place(Stream<Path> places) {
    return places
        .map(place -> place.resolve("initdb"))
        .filter(Files::isExecutable)
        .map(ServerPrograms::realParent)
        .filter(place -> Files.isExecutable(place.resolve("pg_ctl")))
        .findFirst();
  }

  /** Where a link leads: the programs look for one another beside themselves. */
  private static Path realParent(Path program) {
    try {
      return program.toRealPath().getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
