package tutti.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tutti.cli.Main;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.store.DatabaseServer;

/** All members that hold documents, each with all services in a process of its own. */
final class Members implements AutoCloseable {
  private static final String ALL = "all";
  private static final int HIGHEST_PORT = 60_000;

  private final Map<String, String> flags = new HashMap<>();
  private final Map<String, String> environment;
  private final String name;
  private final List<OwnProcess> processes = new ArrayList<>();
  private int started;

  /** None yet. They will have this database. */
  Members(String name, String database) {
    this.name = name;
    int port = freePort();
    flags.put("cluster-name", "members-" + UUID.randomUUID());
    flags.put("cluster-port", String.valueOf(port));
    flags.put("cluster-members", "127.0.0.1:" + port);
    flags.put("http-port", "0");
    flags.put("sweep-interval", "200ms");
    flags.put("database-url", database);
    flags.put("database-user", DatabaseServer.USER);
    environment = Map.of("TUTTI_DATABASE_PASSWORD", DatabaseServer.PASSWORD);
  }

  /** Starts so many at the same time, and waits for all of them. */
  void start(int count) {
    List<OwnProcess> starting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> arguments = new ArrayList<>(List.of("serve", ALL));
      flags.forEach((setting, value) -> arguments.add("--" + setting + "=" + value));
      String log = "%s-%d".formatted(name, ++started);
      starting.add(OwnProcess.start(log, Main.class, arguments, environment));
    }
    processes.addAll(starting);
    starting.forEach(process -> process.awaitLine("tutti all ready"));
  }

  /** All at once, without a word. */
  void killAll() {
    processes.forEach(OwnProcess::kill);
    for (OwnProcess process : processes) {
      try {
        process.awaitExit();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What all of them ever said. */
  String said() {
    StringBuilder all = new StringBuilder();
    processes.forEach(process -> all.append(process.said()));
    return all.toString();
  }

  /** A member in this process that holds nothing, for signers. */
  TuttiNode visitor() {
    Map<String, String> settings = new HashMap<>(flags);
    settings.put("role", "lite");
    settings.keySet().removeIf(setting -> setting.startsWith("database"));
    return LocalCluster.await(TuttiNode.start(Settings.load(settings, Map.of())));
  }

  @Override
  public void close() {
    processes.forEach(OwnProcess::kill);
  }

  static int freePort() {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() < HIGHEST_PORT) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
