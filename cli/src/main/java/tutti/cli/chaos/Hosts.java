package tutti.cli.chaos;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.cli.serve.PrivateCluster;
import tutti.runtime.config.Settings;

/**
 * Where the processes of a fleet are: all on loopback, with a port each, or each on a host of its
 * own, which can be cut off from the others. Processes are counted from 0; this one is the last.
 */
final class Hosts implements AutoCloseable {
  private static final int BETWEEN_PORTS = 2;

  private final int others;
  private final int port = PrivateCluster.freePort();
  private final @Nullable Lan lan;

  private Hosts(int others, @Nullable Lan lan) {
    this.others = others;
    this.lan = lan;
  }

  static Hosts onLoopback(int others) {
    return new Hosts(others, null);
  }

  static Hosts onLan(int others) {
    return new Hosts(others, Lan.of(others).join());
  }

  /** Where the others find a process. */
  String address(int process) {
    return "%s:%d".formatted(host(process), port(process));
  }

  Map<String, String> settings(int process) {
    return Map.of(
        Settings.CLUSTER_HOST.name(), host(process),
        Settings.CLUSTER_PORT.name(), String.valueOf(port(process)));
  }

  /** What stands in front of the command that starts it. */
  List<String> on(int process) {
    return lan == null ? List.of() : lan.on(process);
  }

  /** From now on nothing reaches it, and nothing leaves it. */
  void cut(int process) {
    required().cut(process);
  }

  void mend(int process) {
    required().mend(process);
  }

  @Override
  public void close() {
    if (lan != null) {
      lan.close();
    }
  }

  private String host(int process) {
    if (lan == null) {
      return "127.0.0.1";
    }
    return process == others ? lan.ownAddress() : lan.address(process);
  }

  private int port(int process) {
    return lan == null ? port + process * BETWEEN_PORTS : port;
  }

  private Lan required() {
    if (lan == null) {
      throw new IllegalStateException("there is no network to be cut on loopback");
    }
    return lan;
  }
}
