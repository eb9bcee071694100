package tutti.runtime.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.config.Role;
import tutti.runtime.config.Settings;
import tutti.runtime.state.Durability;

/** A member of the store's cluster. Joining and leaving block, so each has a thread of its own. */
final class Member {
  /** Servers of names learn of a new address within seconds, or this one is not in their list. */
  private static final Duration NAMED = Duration.ofSeconds(15);

  private final HazelcastInstance hazelcast;
  private final @Nullable Durability durability;

  private Member(HazelcastInstance hazelcast, @Nullable Durability durability) {
    this.hazelcast = hazelcast;
    this.durability = durability;
  }

  /** Joins. Completes when there is a member that holds documents, this one or another. */
  static Future<Member> join(Settings settings, Function<HazelcastInstance, Clock> clock) {
    return onThread(
        "tutti-join",
        () -> {
          if (settings.get(Settings.ROLE) == Role.DATA) {
            MemberConfig.members(settings).awaitNamed(settings.clusterHost(), NAMED);
          }
          Durability durability = Durability.open(settings);
          Member member = new Member(newInstance(settings, durability), durability);
          try {
            Repertoire.requireSame(member.hazelcast);
            awaitDataMember(member.hazelcast, settings.get(Settings.JOIN_TIMEOUT));
            Durability.requireSame(member.hazelcast);
            if (durability != null) {
              durability.begin(member.hazelcast, clock.apply(member.hazelcast));
            }
            return member;
          } catch (InterruptedException | RuntimeException e) {
            member.hazelcast.shutdown(); // in order: it may hold documents by now
            member.close();
            throw e;
          }
        });
  }

  private static HazelcastInstance newInstance(Settings settings, @Nullable Durability durability) {
    try {
      return Hazelcast.newHazelcastInstance(MemberConfig.of(settings, durability));
    } catch (RuntimeException e) {
      if (durability != null) {
        durability.close();
      }
      throw e;
    }
  }

  HazelcastInstance hazelcast() {
    return hazelcast;
  }

  /** Leaves, after the other members have taken over the documents. */
  Future<Void> leave() {
    return onThread(
            "tutti-leave",
            () -> {
              hazelcast.shutdown();
              close();
              return hazelcast;
            })
        .mapEmpty();
  }

  private void close() {
    if (durability != null) {
      durability.close();
    }
  }

  static boolean hasDataMember(HazelcastInstance hazelcast) {
    return dataMembers(hazelcast) > 0;
  }

  /** How many members hold documents. */
  static long dataMembers(HazelcastInstance hazelcast) {
    return hazelcast.getCluster().getMembers().stream()
        .filter(member -> !member.isLiteMember())
        .count();
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
