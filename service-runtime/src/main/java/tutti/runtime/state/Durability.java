package tutti.runtime.state;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.core.HazelcastInstance;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.config.Role;
import tutti.runtime.config.Settings;
import tutti.runtime.durable.DurableStore;
import tutti.runtime.durable.DurableStoreProvider;
import tutti.runtime.machine.Machine;

/**
 * The durable store of one data member. Memory is the truth, and the store follows: what has
 * changed lastingly is written there before anyone is answered.
 */
public final class Durability implements AutoCloseable {
  private static final String IN_CONTEXT = "tutti.durability";
  private static final String ATTRIBUTE = "tutti.durable";
  private static final int WAITING = 10_000;

  private final DurableStore store;
  private final String identity;
  private volatile @Nullable Begun begun;

  /** What it consists of, once the member has joined. */
  private record Begun(Partitions partitions, Saver saver, Restorer restorer) {}

  private Durability(DurableStore store) {
    this.store = store;
    this.identity = store.identity();
  }

  /**
   * The store that the settings name. Null if they name none, or this member holds no documents.
   */
  public static @Nullable Durability open(Settings settings) {
    if (settings.get(Settings.ROLE) == Role.LITE
        || settings.get(Settings.DATABASE_URL).equals(Settings.NO_DATABASE)) {
      return null;
    }
    DurableStoreProvider provider =
        ServiceLoader.load(DurableStoreProvider.class, DurableStoreProvider.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.ofField(
                        ErrorCode.MALFORMED,
                        Settings.DATABASE_URL.name(),
                        "this distribution has no durable store"));
    Map<String, Integer> forms =
        Machines.all().stream().collect(Collectors.toMap(Machine::map, Machine::version));
    return new Durability(provider.open(settings, forms));
  }

  /** Makes it known to the operations of a member, and to the other members. */
  public void addTo(Config config, int connections) {
    config.setUserContext(new ConcurrentHashMap<>(Map.of(IN_CONTEXT, this)));
    config.getMemberAttributeConfig().setAttribute(ATTRIBUTE, identity);
    config.addExecutorConfig(
        new ExecutorConfig(Saving.EXECUTOR, connections).setQueueCapacity(WAITING));
  }

  static @Nullable Durability of(HazelcastInstance hazelcast) {
    return (Durability) hazelcast.getUserContext().get(IN_CONTEXT);
  }

  /** Whether the documents of this cluster outlive it. */
  static boolean isUsedIn(HazelcastInstance hazelcast) {
    return hazelcast.getCluster().getMembers().stream().anyMatch(Durability::isDurable);
  }

  /**
   * Refuses a cluster whose data members do not all write to the same store: nobody could rely on
   * it.
   */
  public static void requireSame(HazelcastInstance hazelcast) {
    Member self = hazelcast.getCluster().getLocalMember();
    for (Member other : hazelcast.getCluster().getMembers()) {
      boolean both = !self.isLiteMember() && !other.isLiteMember();
      if (both && !Objects.equals(self.getAttribute(ATTRIBUTE), other.getAttribute(ATTRIBUTE))) {
        throw Refusal.ofField(
            ErrorCode.CONFLICT,
            Settings.DATABASE_URL.name(),
            "either all data members have the same database or none: this one has %s, %s has %s"
                .formatted(
                    isDurable(self) ? "one" : "none",
                    other.getAddress(),
                    !isDurable(other) ? "none" : isDurable(self) ? "another" : "one"));
      }
    }
  }

  private static boolean isDurable(Member member) {
    return member.getAttribute(ATTRIBUTE) != null;
  }

  /** Begins to serve, and to bring back what memory lacks, now and whenever documents are lost. */
  public void begin(HazelcastInstance hazelcast, Clock clock) {
    Partitions partitions = new Partitions(hazelcast);
    Restorer restorer = new Restorer(hazelcast, store, partitions, clock);
    begun = new Begun(partitions, new Saver(hazelcast, store), restorer);
    restorer.start();
  }

  /** The partitions; refuses before this member has quite joined. */
  Partitions partitions() {
    return begun().partitions;
  }

  void save(String map, String key) {
    begun().saver.save(map, key);
  }

  private Begun begun() {
    Begun known = begun;
    if (known == null) {
      throw Partitions.refusal();
    }
    return known;
  }

  @Override
  public void close() {
    Begun known = begun;
    if (known != null) {
      known.restorer.close();
    }
    store.close();
  }
}
