package tutti.gateway.event;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Addresses of the cluster's bus that clients listen at, each registered there once for all clients
 * of this gateway: a registration is expensive, and of several at one inbox only one would hear an
 * event. Used from the gateway's own context only.
 */
public final class Channels {
  /** Types of transactions that clients of one gateway may follow: more than there are. */
  private static final int MAX_TOPICS = 256;

  private final Vertx vertx;
  private final Map<String, Channel> channels = new HashMap<>();
  private int topics;

  public Channels(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Something that is heard until it is closed. */
  public interface Subscription {
    Future<Void> close();
  }

  /** Hears what arrives there from now on. Completes when it does. */
  public Future<Subscription> listen(String address, Consumer<Message<JsonObject>> listener) {
    Channel channel = channels.computeIfAbsent(address, Channel::new);
    channel.listeners.add(listener);
    return channel
        .consumer
        .completion()
        .<Subscription>map(registered -> () -> leave(channel, listener))
        .recover(
            failure ->
                leave(channel, listener)
                    .transform(
                        left ->
                            Future.failedFuture(
                                Refusal.of(
                                    ErrorCode.UNAVAILABLE,
                                    "%s cannot be heard now".formatted(address)))));
  }

  /**
   * Refuses a topic that is one too many: clients make up their names, and each is a registration
   * in the whole cluster.
   */
  public void requireRoomFor(String topic) {
    if (!channels.containsKey(topic) && topics >= MAX_TOPICS) {
      throw Refusal.of(ErrorCode.OVERLOADED, "no more than %d topics".formatted(MAX_TOPICS));
    }
  }

  private Future<Void> leave(Channel channel, Consumer<Message<JsonObject>> listener) {
    channel.listeners.remove(listener);
    if (!channel.listeners.isEmpty() || !channels.remove(channel.address, channel)) {
      return Future.succeededFuture();
    }
    topics -= channel.isTopic() ? 1 : 0;
    return channel.consumer.unregister();
  }

  private final class Channel {
    private final String address;
    private final List<Consumer<Message<JsonObject>>> listeners = new ArrayList<>();
    private final MessageConsumer<JsonObject> consumer;

    private Channel(String address) {
      this.address = address;
      this.consumer = vertx.eventBus().consumer(address, this::hear);
      topics += isTopic() ? 1 : 0;
    }

    private boolean isTopic() {
      return address.startsWith(Addresses.SIGNER_EVENTS + ".");
    }

    private void hear(Message<JsonObject> message) {
      List.copyOf(listeners).forEach(listener -> listener.accept(message));
    }
  }
}
