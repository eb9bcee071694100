package tutti.chain.chronik;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tutti.chain.ChainClient;
import tutti.musig2.Bytes;

/**
 * Listens to Chronik's WebSocket, on a thread of its own. Whatever arrives there is a hint to ask
 * again and nothing more, so that nothing in it has to be believed; connecting again is one, too.
 */
final class ChronikSocket implements ChainClient.Hints {
  private static final Logger LOG = LoggerFactory.getLogger(ChronikSocket.class);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final long FIRST_PAUSE = 500;
  private static final long LONGEST_PAUSE = 60_000;

  private final URI base;
  private final Bytes subscription;
  private final Runnable hint;
  private final Duration quiet;
  private final CountDownLatch closed = new CountDownLatch(1);
  private WebSocketLink link = new WebSocketLink();

  private ChronikSocket(URI base, Bytes subscription, Runnable hint, Duration quiet) {
    this.base = base;
    this.quiet = quiet;
    this.subscription = subscription;
    this.hint = hint;
  }

  static ChronikSocket open(URI base, Bytes subscription, Runnable hint) {
    return open(base, subscription, hint, QUIET);
  }

  /** One that asks whether the other side lives, and drops it, after so long each. */
  static ChronikSocket open(URI base, Bytes subscription, Runnable hint, Duration quiet) {
    ChronikSocket socket = new ChronikSocket(base, subscription, hint, quiet);
    Thread listening = new Thread(socket::run, "tutti-chronik");
    listening.setDaemon(true);
    listening.start();
    return socket;
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      link.close();
    }
  }

  private void run() {
    long pause = FIRST_PAUSE;
    try {
      do {
        long start = System.nanoTime();
        String why = lost();
        if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE)) {
          pause = FIRST_PAUSE; // it was there for a while
        }
        LOG.atLevel(pause == FIRST_PAUSE ? Level.INFO : Level.DEBUG)
            .log("The WebSocket of {} is lost: {}", base.getHost(), why);
        pause = Math.min(LONGEST_PAUSE, 2 * pause);
      } while (!closed.await(pause / 2, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Listens until the connection is lost, and says why. */
  private String lost() {
    try (WebSocketLink now = fresh()) {
      if (closed.getCount() > 0) {
        now.open(base, quiet);
        now.send(subscription.toArray());
        hint.run();
        listen(now);
      }
      return "closed";
    } catch (IOException | RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  private synchronized WebSocketLink fresh() {
    link = new WebSocketLink();
    return link;
  }

  /** A connection of which only one half is left looks alive until somebody asks. */
  private void listen(WebSocketLink now) throws IOException {
    boolean asked = false;
    while (closed.getCount() > 0) {
      try {
        if (now.next()) {
          hint.run();
        }
        asked = false;
      } catch (SocketTimeoutException silent) {
        if (asked) {
          throw silent;
        }
        now.ping();
        asked = true;
      }
    }
  }
}
