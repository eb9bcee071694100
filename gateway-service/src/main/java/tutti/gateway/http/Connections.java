package tutti.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.access.EdgeMeters;
import tutti.gateway.domain.ClientAddress;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.ProxyHeader;
import tutti.runtime.config.Settings;

/**
 * Counts connections, and ends those that are too many or too slow: whoever connects has to send a
 * whole request soon, and after each answer the next one, however often it sends another byte. Used
 * from the gateway's own context only.
 */
public final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final Vertx vertx;
  private final int max;
  private final int maxPerAddress;
  private final boolean behindProxy;
  private final long requestMillis;
  private final long betweenMillis;
  private final Predicate<ClientAddress> welcome;
  private final EdgeMeters meters;
  private final Map<HttpConnection, Waiting> open = new HashMap<>();
  private final Map<ClientAddress, Integer> perAddress = new HashMap<>();

  /**
   * None yet.
   *
   * @param welcome whether anything is read at all of what an address sends
   */
  public Connections(
      Vertx vertx, Settings settings, Predicate<ClientAddress> welcome, EdgeMeters meters) {
    this.vertx = vertx;
    this.meters = meters;
    this.welcome = welcome;
    this.max = settings.get(EdgeSettings.HTTP_CONNECTIONS);
    this.maxPerAddress = settings.get(EdgeSettings.HTTP_CONNECTIONS_PER_ADDRESS);
    this.behindProxy = settings.get(EdgeSettings.HTTP_PROXY_HEADER) != ProxyHeader.NONE;
    this.requestMillis = settings.get(EdgeSettings.HTTP_REQUEST_TIMEOUT).toMillis();
    this.betweenMillis = settings.get(EdgeSettings.HTTP_IDLE_TIMEOUT).toMillis();
  }

  /** Somebody has connected. */
  public void opened(HttpConnection connection) {
    ClientAddress address = ClientAddress.of(connection.remoteAddress().host());
    if (open.size() >= max || !welcome.test(address)) {
      meters.turnedAway();
      connection.close();
      return;
    }
    Waiting waiting = new Waiting(connection);
    if (!behindProxy && !waiting.hold(address)) { // of a proxy it is not known yet for whom it is
      connection.close();
      return;
    }
    open.put(connection, waiting);
    waiting.start(requestMillis);
    connection.exceptionHandler(failure -> LOG.debug("a connection: {}", failure.toString()));
    Context context = vertx.getOrCreateContext();
    ChannelHandlerContext channel = ((ConnectionBase) connection).channelHandlerContext();
    Runnable ended = () -> context.runOnContext(now -> ended(waiting));
    channel.pipeline().addBefore(channel.name(), "watch", new ChannelWatch(ended));
  }

  private void ended(Waiting waiting) {
    waiting.stop();
    waiting.release();
    open.remove(waiting.connection);
  }

  /** The head of a request is here; its body has to follow soon, and the next head later. */
  public void requested(RoutingContext context) {
    Waiting waiting = open.get(context.request().connection());
    if (waiting != null) {
      waiting.start(requestMillis);
      context.addEndHandler(answered -> waiting.start(betweenMillis));
    }
    context.next();
  }

  /**
   * It is known where the request comes from. The connection of a proxy is its client's until the
   * request is answered, which for a stream or a WebSocket is when it ends.
   */
  public void attributed(RoutingContext context) {
    Waiting waiting = open.get(context.request().connection());
    if (behindProxy && waiting != null) {
      if (!waiting.hold(Whereabouts.of(context))) {
        Problems.answer(
            context,
            Refusal.of(
                ErrorCode.RATE_LIMITED,
                "%d connections of this address are open (http-connections-per-address)"
                    .formatted(maxPerAddress)));
        return;
      }
      context.addEndHandler(answered -> waiting.release());
    }
    context.next();
  }

  /** All of a request is here; the answer may take its time. */
  public void received(RoutingContext context) {
    Waiting waiting = open.get(context.request().connection());
    if (waiting != null) {
      waiting.stop();
    }
    context.next();
  }

  /** All of a request is here unless it has a body that was not asked for, which has to come. */
  public void awaitsNothing(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader("Content-Length");
    boolean isEmpty =
        (length == null || length.equals("0")) && request.getHeader("Transfer-Encoding") == null;
    if (isEmpty || request.method().equals(HttpMethod.POST)) {
      received(context);
    } else {
      context.next();
    }
  }

  /** How many there are. */
  public int size() {
    return open.size();
  }

  private final class Waiting {
    private static final long NONE = -1;

    private final HttpConnection connection;
    private @Nullable ClientAddress holder;
    private long timer = NONE;

    private Waiting(HttpConnection connection) {
      this.connection = connection;
    }

    /** Counts it as this client's, unless there are too many. */
    private boolean hold(ClientAddress address) {
      release();
      if (perAddress.getOrDefault(address, 0) >= maxPerAddress) {
        return false;
      }
      perAddress.merge(address, 1, Integer::sum);
      holder = address;
      return true;
    }

    private void release() {
      if (holder != null) {
        perAddress.computeIfPresent(holder, (key, count) -> count == 1 ? null : count - 1);
        holder = null;
      }
    }

    private void start(long millis) {
      stop();
      timer = vertx.setTimer(millis, over -> connection.close());
    }

    private void stop() {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }
}
