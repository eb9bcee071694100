package tutti.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server of one's own, from the system's package, in a temporary directory. Tests that
 * are marked {@link NeedsDatabase} are skipped where there is none.
 */
public final class DatabaseServer implements AutoCloseable {
  public static final String USER = "tutti";
  public static final String PASSWORD = "correct horse battery staple";

  private final ServerPrograms programs;
  private final Path directory;
  private final int port;
  private final String options;
  private final AtomicInteger databases = new AtomicInteger();
  private boolean frozen;

  private DatabaseServer(ServerPrograms programs, Path directory, int port, String options) {
    this.programs = programs;
    this.directory = directory;
    this.port = port;
    this.options = options;
  }

  /** A running server that is quick rather than safe from a loss of power. */
  public static DatabaseServer start() {
    DatabaseServer server = create("-c fsync=off");
    server.startAgain();
    return server;
  }

  /** A running server as one would run it. */
  public static DatabaseServer startDurable() {
    DatabaseServer server = create("-c fsync=on");
    server.startAgain();
    return server;
  }

  /** A server that has not been started yet. */
  public static DatabaseServer stopped() {
    return create("-c fsync=off");
  }

  /** Whether a server can be started here. */
  public static boolean isAvailable() {
    return ServerPrograms.areThere();
  }

  private static DatabaseServer create(String options) {
    ServerPrograms programs = ServerPrograms.found();
    try {
      Path directory = Files.createTempDirectory("tutti-database");
      Path password = Files.writeString(directory.resolve("password"), PASSWORD);
      programs.handOver(directory);
      DatabaseServer server = new DatabaseServer(programs, directory, freePort(), options);
      programs.run(
          "initdb",
          "-D",
          server.data(),
          "-U",
          USER,
          "-A",
          "scram-sha-256",
          "-E",
          "UTF8",
          "--locale=C",
          "--pwfile=" + password,
          "--no-sync");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, for the first time or again, at the same place with the same databases. */
  public void startAgain() {
    String settings =
        "-p %d -k %s -c listen_addresses=127.0.0.1 -c shared_buffers=32MB %s"
            .formatted(port, directory, options);
    programs.run(
        "pg_ctl",
        "-D",
        data(),
        "-l",
        directory.resolve("log").toString(),
        "-w",
        "-o",
        settings,
        "start");
  }

  /** Stops it without ado, as a crash would. */
  public void crash() {
    programs.run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
  }

  /** It stays there, but does not move any more. */
  public void freeze() {
    frozen = true;
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
    frozen = false;
  }

  /** An empty database of its own, by the address that a setting has. */
  public String newDatabase() {
    String name = "db" + databases.incrementAndGet();
    execute(url("postgres"), "CREATE DATABASE " + name);
    return url(name);
  }

  /** The address of a database that may not be there. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** What a data member needs to know, by setting. */
  public static Map<String, String> settings(String url) {
    return Map.of("database-url", url, "database-user", USER, "database-password", PASSWORD);
  }

  public static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, USER, PASSWORD);
  }

  public static void execute(String url, String statement) {
    try (Connection connection = connect(url);
        Statement statements = connection.createStatement()) {
      statements.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The first column of the first row. */
  public static String query(String url, String query) {
    try (Connection connection = connect(url);
        Statement statements = connection.createStatement();
        var rows = statements.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "nothing";
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (Files.exists(directory.resolve("data").resolve("postmaster.pid"))) {
      if (frozen) {
        thaw();
      }
      crash();
    }
    try {
      delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  /** The postmaster first, so that it starts nobody meanwhile, and then all that it has started. */
  private void signal(String signal) {
    try {
      String pid =
          Files.readAllLines(directory.resolve("data").resolve("postmaster.pid")).get(0).strip();
      ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      signal(signal, List.of(postmaster));
      signal(signal, postmaster.descendants().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String signal, List<ProcessHandle> processes) {
    // One of them may end meanwhile.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "kill -%s \"$@\"; true".formatted(signal), "sh"));
    processes.forEach(process -> command.add(String.valueOf(process.pid())));
    ServerPrograms.execute(command);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException error)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
