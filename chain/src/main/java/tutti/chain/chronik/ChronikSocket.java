package tutti.chain.chronik;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.chain.ChainClient;
import tutti.chain.backend.ChainThreads;
import tutti.chain.http.Endpoint;
import tutti.musig2.Bytes;

/**
 * Listens to Chronik's WebSocket. Whatever arrives there is a hint to ask again and nothing more,
 * so that nothing in it has to be believed; connecting again is one, too.
 */
final class ChronikSocket implements ChainClient.Hints, WebSocket.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ChronikSocket.class);
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final long FIRST_PAUSE = 500;
  private static final long LONGEST_PAUSE = 60_000;

  private final URI address;
  private final Bytes subscription;
  private final Runnable hint;
  private final Duration quiet;
  private @Nullable WebSocket socket;
  private @Nullable ScheduledFuture<?> pinging;
  private long pause = FIRST_PAUSE;
  private boolean heard;
  private boolean closed;

  private ChronikSocket(URI address, Bytes subscription, Runnable hint, Duration quiet) {
    this.address = address;
    this.quiet = quiet;
    this.subscription = subscription;
    this.hint = hint;
  }

  static ChronikSocket open(URI base, Bytes subscription, Runnable hint) {
    return open(base, subscription, hint, QUIET);
  }

  /** One that asks whether the other side lives, and drops it, after so long each. */
  static ChronikSocket open(URI base, Bytes subscription, Runnable hint, Duration quiet) {
    String secure = "https".equals(base.getScheme()) ? "wss" : "ws";
    URI address = URI.create(secure + base.toString().substring(base.getScheme().length()) + "/ws");
    ChronikSocket socket = new ChronikSocket(address, subscription, hint, quiet);
    socket.connect();
    return socket;
  }

  @Override
  public synchronized void close() {
    closed = true;
    drop();
  }

  @Override
  public void onOpen(WebSocket opened) {
    synchronized (this) {
      if (closed) {
        opened.abort();
        return;
      }
      socket = opened;
      heard = true;
      pause = FIRST_PAUSE;
      pinging =
          ChainThreads.timer()
              .scheduleWithFixedDelay(
                  () -> ping(opened), quiet.toMillis(), quiet.toMillis(), TimeUnit.MILLISECONDS);
    }
    opened.request(Long.MAX_VALUE);
    var unused =
        opened
            .sendBinary(ByteBuffer.wrap(subscription.toArray()), true)
            .whenComplete(
                (sent, error) -> {
                  if (error == null) {
                    hint.run();
                  } else {
                    lost(opened, "cannot subscribe");
                  }
                });
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    hear();
    if (last) {
      hint.run();
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    hear();
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    hear();
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    lost(from, "closed with " + status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    lost(from, error.getClass().getSimpleName());
  }

  private synchronized void hear() {
    heard = true;
  }

  private void connect() {
    var unused =
        Endpoint.client()
            .newWebSocketBuilder()
            .connectTimeout(CONNECTING)
            .buildAsync(address, this)
            .whenComplete(
                (opened, error) -> {
                  if (error != null) {
                    lost(null, error.getClass().getSimpleName());
                  }
                });
  }

  /** A connection of which only one half is left looks alive until somebody asks. */
  private void ping(WebSocket asked) {
    synchronized (this) {
      if (heard) {
        heard = false;
        var unused = asked.sendPing(ByteBuffer.allocate(0));
        return;
      }
    }
    lost(asked, "silent");
  }

  private synchronized void lost(@Nullable WebSocket which, String why) {
    if (closed || which != socket) {
      return;
    }
    LOG.info("The WebSocket of {} is lost: {}", address.getHost(), why);
    drop();
    var unused = ChainThreads.timer().schedule(this::connectAgain, pause, TimeUnit.MILLISECONDS);
    pause = Math.min(LONGEST_PAUSE, 2 * pause);
  }

  private void connectAgain() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    connect();
  }

  private void drop() {
    if (pinging != null) {
      pinging.cancel(false);
      pinging = null;
    }
    if (socket != null) {
      socket.abort();
      socket = null;
    }
  }
}
