package tutti.gateway.bridge;

import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** A SockJS client, or one with a plain WebSocket. */
final class SockJsPeer implements Peer {
  private static final int QUEUE_BYTES = 1 << 20;

  /** Policy violation, of RFC 6455. */
  private static final int POLICY = 1008;

  private final Vertx vertx;
  private final SockJSSocket socket;
  private boolean draining;
  private boolean paused;

  SockJsPeer(Vertx vertx, SockJSSocket socket) {
    this.vertx = vertx;
    this.socket = socket;
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
  }

  @Override
  public void write(String frame) {
    socket.write(frame);
    if (isFull() && !draining) {
      draining = true; // whoever does not read is not read from
      socket.pause();
      socket.drainHandler(
          drained -> {
            draining = false;
            resume();
          });
    }
  }

  @Override
  public boolean isFull() {
    try {
      return socket.writeQueueFull();
    } catch (IllegalStateException closing) { // which it may be before its handler is told
      return false;
    }
  }

  @Override
  public void pause(long millis) {
    if (!paused) {
      paused = true;
      socket.pause();
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
    socket.close(POLICY, reason);
  }

  private void resume() {
    if (!paused && !draining) {
      socket.resume();
    }
  }
}
