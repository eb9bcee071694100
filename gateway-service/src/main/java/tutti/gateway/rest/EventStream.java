package tutti.gateway.rest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import tutti.gateway.event.PublicEvents.Published;

/**
 * Server-Sent Events to one client, as fast as it reads them. First what it has missed, however
 * much that is; what happens meanwhile waits, up to a bound.
 */
final class EventStream {
  /** Whoever lets more wait is let go: when it comes back it says what it has read. */
  private static final int MOST_WAITING = 1 << 18;

  private final HttpServerResponse response;
  private final List<Runnable> atEnd = new ArrayList<>();
  private final Queue<String> waiting = new ArrayDeque<>();
  private long waitingSize;
  private boolean live;
  private boolean ended;

  EventStream(HttpServerResponse response) {
    this.response = response;
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no"); // proxies would wait for more
    response.closeHandler(closed -> end());
    response.exceptionHandler(broken -> end());
  }

  /** Something about the stream itself. */
  static Published about(String type) {
    return new Published("", "", type, new JsonObject());
  }

  /** What is to be done when nobody listens any more; at once if that is so already. */
  void atEnd(Runnable work) {
    if (ended) {
      work.run();
    } else {
      atEnd.add(work);
    }
  }

  /** Sends what was missed, in this order. Completes when all of it is on its way. */
  Future<Void> sendMissed(Stream<Published> missed) {
    Promise<Void> sent = Promise.promise();
    atEnd(() -> sent.tryFail("nobody listens any more"));
    pump(missed.map(EventStream::text).iterator(), sent);
    return sent.future();
  }

  /** Nothing more was missed: from now on events are sent as they happen. */
  void goLive() {
    live = true;
    flush();
  }

  /** Something happens now. */
  void send(Published event) {
    if (ended) {
      return;
    }
    String text = text(event);
    waiting.add(text);
    waitingSize += text.length();
    flush();
    if (waitingSize > MOST_WAITING) {
      end();
    }
  }

  /** A sign of life. */
  void beat() {
    if (!ended && !response.writeQueueFull()) {
      response.write(":\n\n");
    }
  }

  void end() {
    if (!ended) {
      ended = true;
      waiting.clear();
      atEnd.forEach(Runnable::run);
      if (!response.closed()) {
        response.end();
      }
    }
  }

  private void pump(Iterator<String> missed, Promise<Void> sent) {
    while (!ended && missed.hasNext() && !response.writeQueueFull()) {
      response.write(missed.next());
    }
    if (!missed.hasNext()) {
      sent.tryComplete();
    } else if (!ended) {
      response.drainHandler(drained -> pump(missed, sent));
    }
  }

  private void flush() {
    while (live && !ended && !waiting.isEmpty() && !response.writeQueueFull()) {
      String text = waiting.remove();
      waitingSize -= text.length();
      response.write(text);
    }
    if (live && !ended && !waiting.isEmpty()) {
      response.drainHandler(drained -> flush());
    }
  }

  private static String text(Published event) {
    String head = event.id().isEmpty() ? "" : "id: " + event.id() + "\n";
    return "%sevent: %s\ndata: %s\n\n".formatted(head, event.type(), event.body().encode());
  }
}
