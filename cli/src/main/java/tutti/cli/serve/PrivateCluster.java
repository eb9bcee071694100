package tutti.cli.serve;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** A cluster that nobody else finds: on loopback, with free ports and a name of its own. */
public final class PrivateCluster {
  private static final int HIGHEST_PORT = 65_000;

  private PrivateCluster() {}

  /** Settings of its first member, as flags; others that are given win. */
  public static Map<String, String> flags(Map<String, String> others) {
    int port = freePort();
    Map<String, String> flags = new HashMap<>();
    flags.put(Settings.CLUSTER_NAME.name(), "tutti-" + UUID.randomUUID());
    flags.put(Settings.CLUSTER_PORT.name(), String.valueOf(port));
    flags.put(Settings.CLUSTER_MEMBERS.name(), "127.0.0.1:" + port);
    // Nobody is told to go elsewhere when it ends.
    flags.put(Settings.DRAIN_TIME.name(), "1ms");
    flags.putAll(others);
    return flags;
  }

  /** Starts its one member, with all services in this process, but no gateway. */
  public static Future<TuttiNode> start(Settings settings) {
    return TuttiNode.start(settings).compose(node -> Service.deploy(node, Service.INNER));
  }

  /** A port that is free now, with room for some more above it. */
  public static int freePort() {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() < HIGHEST_PORT) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("no free port on loopback", e);
      }
    }
  }
}
