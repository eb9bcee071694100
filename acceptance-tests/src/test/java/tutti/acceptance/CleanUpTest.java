package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tutti.agent.SigningHandle;
import tutti.agent.vertx.VertxBus;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.Settings;

/** What a burst of sessions leaves behind once their time is over: nothing. */
class CleanUpTest {
  private static final int SESSIONS = 1_000;
  private static final int AT_A_TIME = 48;

  /** What is in these goes when its time is over. */
  private static final List<String> PASSING =
      List.of("sessions", "signing-requests", "request-index");

  /** Long enough to be joined on a slow machine; the requests are kept until then. */
  private static final long REQUEST_LIFE = 10_000;

  private static final Limits SHORT = Limits.defaults().with(Limit.RETENTION, 500);

  @Test
  void leavesNothingBehindAfterAThousandSessions() {
    try (LocalCluster cluster = LocalCluster.start(CleanUpTest::forgetful);
        Group group =
            Group.of(
                2,
                signer -> new VertxBus(cluster.vertx()),
                (signer, agent) -> agent.limits(SHORT))) {
      HazelcastInstance hazelcast = cluster.context().hazelcast();
      // The records of signers are kept, and threads are started at first use.
      sign(group, AT_A_TIME, 0);
      await().until(() -> hazelcast.getMap("signer-records").size() == 2);
      Map<String, Integer> before = Inventory.of(hazelcast);
      PASSING.forEach(map -> before.put(map, 0));
      int threads = threads();

      sign(group, SESSIONS, AT_A_TIME);

      assertThat(Inventory.of(hazelcast).get("signing-requests")).isPositive();
      awaitEmpty(hazelcast);
      assertThat(Inventory.of(hazelcast)).isEqualTo(before);
      // Pools may have filled up; one thread left behind per session would be a thousand.
      assertThat(threads()).isLessThan(threads + 50);
    }
  }

  private static Settings forgetful(Settings settings) {
    return settings
        .with(Limit.RETENTION, "500ms")
        // As long as an announcement could be replayed its request is remembered.
        .with(Limit.TIMESTAMP_SKEW, "10s")
        .with(Settings.SWEEP_INTERVAL, "200ms");
  }

  /** Keeps so many sessions going until all have ended with signatures. */
  private static void sign(Group group, int sessions, int firstMessage) {
    Queue<CompletableFuture<?>> running = new ArrayDeque<>();
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      if (running.size() == AT_A_TIME) {
        Group.await(running.remove());
      }
      CompletableFuture<?> signed =
          group
              .agent(0)
              .announce(request(group, firstMessage + i))
              .thenCompose(SigningHandle::signatures);
      running.add(signed);
      all.add(signed);
    }
    all.forEach(Group::await);
  }

  private static SigningRequest request(Group group, int number) {
    return SigningRequest.by(group.agent(0).publicKey(), group.publicKeys())
        .items(List.of(SigningItem.of(Group.message(number))))
        .expiresAt(System.currentTimeMillis() + REQUEST_LIFE)
        .options(Group.NO_BROADCAST)
        .build();
  }

  private static void awaitEmpty(HazelcastInstance hazelcast) {
    for (String map : PASSING) {
      await(map)
          .atMost(Duration.ofMillis(4 * REQUEST_LIFE))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> hazelcast.getMap(map).isEmpty());
    }
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
