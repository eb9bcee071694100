package tutti.gateway.bridge;

import io.vertx.core.Handler;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.http.Whereabouts;
import tutti.runtime.config.EdgeSettings;

/**
 * The event bus for clients outside the cluster. It speaks the frames of the Vert.x bridge, so that
 * their clients work with it, but lets in only what the contract names, binds answers to the client
 * that is to give them, and says to whom a refusal belongs. Used from the gateway's own context
 * only.
 */
public final class Bridge implements Handler<SockJSSocket> {
  /** Where a plain WebSocket connects to; all other paths belong to sessions of SockJS. */
  static final String PLAIN = "/eventbus/websocket";

  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  private final BridgeServices services;
  private final long patience;
  private final Set<BridgeConnection> connections = new HashSet<>();

  public Bridge(BridgeServices services) {
    this.services = services;
    this.patience = services.settings().get(EdgeSettings.HTTP_IDLE_TIMEOUT).toMillis();
  }

  @Override
  public void handle(SockJSSocket socket) {
    SockJsPeer peer = new SockJsPeer(services.vertx(), socket);
    BridgeConnection connection =
        new BridgeConnection(services, peer, Whereabouts.of(socket.routingContext()));
    connections.add(connection);
    peer.listener(connection::hear);
    socket
        .exceptionHandler(failure -> LOG.debug("a connection broke: {}", failure.toString()))
        .closeHandler(
            closed -> {
              connections.remove(connection);
              connection.gone();
            });
  }

  /** Lets those go that have not been heard of for long. */
  public void closeSilent() {
    long since = services.clock().millis() - patience;
    List.copyOf(connections).stream()
        .filter(connection -> connection.lastHeard() < since)
        .forEach(connection -> connection.close("no ping for long"));
  }

  /** Lets those go that are banned now. */
  public void close(String subject) {
    List.copyOf(connections).stream()
        .filter(connection -> connection.isOf(subject))
        .forEach(connection -> connection.close("banned"));
  }

  /** Lets all go: they come back to another gateway. */
  public void closeAll() {
    List.copyOf(connections).forEach(connection -> connection.close("this gateway stops"));
  }

  /** How many clients there are. */
  public int size() {
    return connections.size();
  }
}
