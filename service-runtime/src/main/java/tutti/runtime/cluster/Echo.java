package tutti.runtime.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tutti.runtime.config.Settings;

/**
 * Whether what is sent to this member arrives. What it sends to itself never leaves the process, so
 * it asks another member to send something here: another one each time, as that one may be ill.
 */
final class Echo {
  private static final String ADDRESS = "tutti.node.";

  private final EventBus bus;
  private final HazelcastInstance hazelcast;
  private final DeliveryOptions once;
  private final UUID own;
  private final MessageConsumer<String> consumer;
  private final AtomicInteger turn = new AtomicInteger();

  Echo(EventBus bus, HazelcastInstance hazelcast, Settings settings) {
    this.bus = bus;
    this.hazelcast = hazelcast;
    once =
        new DeliveryOptions()
            .setSendTimeout(settings.get(Settings.SEND_TIMEOUT).toMillis())
            .setTracingPolicy(TracingPolicy.IGNORE);
    own = hazelcast.getCluster().getLocalMember().getUuid();
    // Unlike a local consumer it is found through the store, as every other one is.
    consumer = bus.consumer(ADDRESS + own, this::answer);
  }

  /** When this member can be found through the store. */
  Future<Void> begun() {
    return consumer.completion().compose(registered -> send(own, null));
  }

  /** What another member sends here, if there is one. */
  Future<Void> ofAnother() {
    List<UUID> others =
        hazelcast.getCluster().getMembers().stream()
            .filter(member -> !member.localMember())
            .map(Member::getUuid)
            .toList();
    return others.isEmpty()
        ? send(own, null)
        : send(others.get(Math.floorMod(turn.getAndIncrement(), others.size())), own);
  }

  private void answer(Message<String> asked) {
    String back = asked.body();
    if (back == null) {
      asked.reply(null);
    } else {
      send(UUID.fromString(back), null)
          .onSuccess(heard -> asked.reply(null))
          .onFailure(silence -> asked.fail(0, "no answer"));
    }
  }

  private Future<Void> send(UUID member, @Nullable UUID back) {
    return bus.request(ADDRESS + member, back == null ? null : back.toString(), once).mapEmpty();
  }
}
