package tutti.gateway.bridge;

import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to one client, until it has answered. Only this client can answer them: the
 * addresses for it are its own. An event is a hint, so one that finds no room is not kept.
 */
final class Deliveries {
  /** Longer than any sender waits. */
  private static final long AWAITED_MILLIS = 10_000;

  private record Awaited(Message<JsonObject> message, long since) {}

  private final Clock clock;
  private final Peer peer;
  private final int max;
  private final Map<String, Awaited> awaited = new LinkedHashMap<>();
  private long count;

  Deliveries(Clock clock, Peer peer, int max) {
    this.clock = clock;
    this.peer = peer;
    this.max = max;
  }

  void deliver(String address, Message<JsonObject> message) {
    if (peer.isFull()) {
      peer.close("events are not read"); // it asks for what it missed when it comes back
      return;
    }
    String replyAddress = message.replyAddress() == null ? null : await(message);
    peer.write(Answers.received(address, message.body(), replyAddress));
  }

  /** Whether this is the address of an answer, which is then passed on. */
  boolean answered(String address) {
    Awaited one = awaited.remove(address);
    if (one == null) {
      return false;
    }
    one.message.reply(new JsonObject()); // that it was heard is all that there is to say
    return true;
  }

  private @Nullable String await(Message<JsonObject> message) {
    long now = clock.millis();
    awaited.values().removeIf(one -> now - one.since > AWAITED_MILLIS);
    if (awaited.size() >= max) {
      return null;
    }
    String address = "event-" + ++count;
    awaited.put(address, new Awaited(message, now));
    return address;
  }
}
