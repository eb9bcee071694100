package tutti.runtime.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.config.Settings;

/** Joining and leaving the store's cluster; both block, so each has a thread of its own. */
final class Member {
  private Member() {}

  /** Joins. Completes when there is a member that holds documents, this one or another. */
  static Future<HazelcastInstance> join(Settings settings) {
    return onThread(
        "tutti-join",
        () -> {
          HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(MemberConfig.of(settings));
          try {
            Repertoire.requireSame(hazelcast);
            awaitDataMember(hazelcast, settings.get(Settings.JOIN_TIMEOUT));
            return hazelcast;
          } catch (InterruptedException | RuntimeException e) {
            hazelcast.shutdown(); // in order: it may hold documents by now
            throw e;
          }
        });
  }

  /** Leaves, after the other members have taken over the documents. */
  static Future<Void> leave(HazelcastInstance hazelcast) {
    return onThread(
            "tutti-leave",
            () -> {
              hazelcast.shutdown();
              return hazelcast;
            })
        .mapEmpty();
  }

  static boolean hasDataMember(HazelcastInstance hazelcast) {
    return hazelcast.getCluster().getMembers().stream().anyMatch(member -> !member.isLiteMember());
  }

  // Without one, Vert.x could not even register a consumer.
  private static void awaitDataMember(HazelcastInstance hazelcast, Duration patience)
      throws InterruptedException {
    CountDownLatch found = new CountDownLatch(1);
    UUID listener =
        hazelcast
            .getCluster()
            .addMembershipListener(
                new MembershipListener() {
                  @Override
                  public void memberAdded(MembershipEvent event) {
                    if (!event.getMember().isLiteMember()) {
                      found.countDown();
                    }
                  }

                  @Override
                  public void memberRemoved(MembershipEvent event) {}
                });
    if (!hasDataMember(hazelcast) && !found.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw Refusal.of(
          ErrorCode.UNAVAILABLE,
          "no data member found within %d ms (join-timeout)".formatted(patience.toMillis()));
    }
    hazelcast.getCluster().removeMembershipListener(listener);
  }

  private static <T> Future<T> onThread(String name, Callable<T> work) {
    Promise<T> promise = Promise.promise();
    Thread thread =
        new Thread(
            () -> {
              try {
                promise.complete(work.call());
              } catch (Exception e) {
                promise.fail(e);
              }
            },
            name);
    thread.start();
    return promise.future();
  }
}
