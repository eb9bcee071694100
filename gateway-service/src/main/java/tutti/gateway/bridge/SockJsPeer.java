package tutti.gateway.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A SockJS client, or one with a plain WebSocket.
 *
 * <p>A session of SockJS goes on reading when it is paused, and takes all that is written to it
 * whether it is read or not. So what arrives meanwhile is kept here, and what has not left is
 * counted here, both up to a bound.
 */
final class SockJsPeer implements Peer {
  private static final int QUEUE_BYTES = 1 << 20;

  /** What a frame that waits needs besides its bytes. */
  private static final int FRAME_BYTES = 100;

  /** Policy violation, of RFC 6455. */
  private static final int POLICY = 1008;

  private final Vertx vertx;
  private final SockJSSocket socket;
  private final Queue<Buffer> unheard = new ArrayDeque<>();
  private Consumer<byte[]> listener = frame -> {};
  private long unheardBytes;
  private long unwrittenBytes;
  private boolean draining;
  private boolean paused;
  private boolean closed;

  SockJsPeer(Vertx vertx, SockJSSocket socket) {
    this.vertx = vertx;
    this.socket = socket;
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    socket.handler(this::arrived);
  }

  /** Who is given the frames. */
  void listener(Consumer<byte[]> frames) {
    listener = frames;
  }

  @Override
  public void write(String frame) {
    int size = frame.length() + FRAME_BYTES;
    unwrittenBytes += size;
    socket.write(frame).onComplete(written -> written(size));
    if (isFull()) {
      draining = true; // whoever does not read is not read from
      hold(true);
    }
  }

  @Override
  public boolean isFull() {
    return unwrittenBytes >= QUEUE_BYTES;
  }

  @Override
  public void pause(long millis) {
    if (!paused) {
      paused = true;
      hold(true);
      vertx.setTimer(
          Math.max(1, millis),
          over -> {
            paused = false;
            resume();
          });
    }
  }

  @Override
  public void close(String reason) {
    closed = true;
    unheard.clear();
    socket.close(POLICY, reason);
  }

  private void arrived(Buffer frame) {
    if (closed) {
      return;
    }
    if (!paused && !draining) {
      listener.accept(frame.getBytes());
      return;
    }
    unheardBytes += frame.length() + FRAME_BYTES;
    unheard.add(frame);
    if (unheardBytes > QUEUE_BYTES) {
      close("more than is read");
    }
  }

  private void written(int size) {
    unwrittenBytes -= size;
    if (draining && unwrittenBytes < QUEUE_BYTES / 2) {
      draining = false;
      resume();
    }
  }

  private void resume() {
    while (!paused && !draining && !unheard.isEmpty()) {
      Buffer frame = unheard.remove();
      unheardBytes -= frame.length() + FRAME_BYTES;
      listener.accept(frame.getBytes());
    }
    if (!paused && !draining) {
      hold(false);
    }
  }

  /** Only a plain WebSocket stops reading; a session would keep what it reads, without a bound. */
  private void hold(boolean on) {
    if (!isPlain()) {
      return;
    }
    if (on) {
      socket.pause();
    } else {
      socket.resume();
    }
  }

  private boolean isPlain() {
    return socket.routingContext().normalizedPath().equals(Bridge.PLAIN);
  }
}
