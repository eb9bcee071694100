package tutti.gateway.rest;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Server-Sent Events to one client. */
final class EventStream {
  private final HttpServerResponse response;
  private final List<Runnable> atEnd = new ArrayList<>();
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

  /** What is to be done when nobody listens any more; at once if that is so already. */
  void atEnd(Runnable work) {
    if (ended) {
      work.run();
    } else {
      atEnd.add(work);
    }
  }

  /** Something about the stream itself. */
  void tell(String type, JsonObject body) {
    send(null, type, body);
  }

  void send(@Nullable String id, String type, JsonObject body) {
    String head = id == null ? "" : "id: " + id + "\n";
    write("%sevent: %s\ndata: %s\n\n".formatted(head, type, body.encode()));
  }

  /** A sign of life. */
  void beat() {
    write(":\n\n");
  }

  void end() {
    if (!ended) {
      ended = true;
      atEnd.forEach(Runnable::run);
      if (!response.closed()) {
        response.end();
      }
    }
  }

  private void write(String text) {
    if (ended || response.closed()) {
      return;
    }
    if (response.writeQueueFull()) {
      end(); // it does not read; when it comes back it says what it has read
      return;
    }
    response.write(text);
  }
}
