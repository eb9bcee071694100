package tutti.runtime.state;

import com.hazelcast.aggregation.Aggregators;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import com.hazelcast.query.Predicates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Which partitions have back what the durable store has of them. The mark of a partition is an
 * entry in it, and so is lost whenever its documents are: whoever owns it then knows at once,
 * before anyone is told of the loss.
 */
final class Partitions {
  static final String MAP = "restored-partitions";

  private static final String RESTORED = "restored";

  private final PartitionService service;
  private final IMap<String, String> marks;
  private final String[] keys;

  Partitions(HazelcastInstance hazelcast) {
    this.service = hazelcast.getPartitionService();
    this.marks = hazelcast.getMap(MAP);
    this.keys = keys(service);
  }

  // One key in each partition, the same ones on every member.
  private static String[] keys(PartitionService service) {
    @Nullable String[] found = new String[service.getPartitions().size()];
    int missing = found.length;
    for (int i = 0; missing > 0; i++) {
      String key = String.valueOf(i);
      int partition = service.getPartition(key).getPartitionId();
      if (found[partition] == null) {
        found[partition] = key;
        missing--;
      }
    }
    String[] keys = new String[found.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Objects.requireNonNull(found[i]);
    }
    return keys;
  }

  static Refusal refusal() {
    return Refusal.of(ErrorCode.UNAVAILABLE, "documents are being read back from the database");
  }

  /** To be called on the thread of the key's partition: refuses while documents of it may lack. */
  void requireRestored(String key) {
    if (!hasMark(key, RESTORED)) {
      throw refusal();
    }
  }

  /** To be called on the thread of the key's partition. */
  boolean hasMark(String key, String mark) {
    return mark.equals(marks.get(keys[of(key)]));
  }

  int of(String key) {
    return service.getPartition(key).getPartitionId();
  }

  boolean areAllRestored() {
    return marks.aggregate(Aggregators.count(), Predicates.equal("this", RESTORED)) == keys.length;
  }

  /** Those of which documents may lack. */
  List<Integer> missing() {
    Map<String, String> all = marks.getAll(Set.of(keys));
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < keys.length; i++) {
      if (!RESTORED.equals(all.get(keys[i]))) {
        missing.add(i);
      }
    }
    return missing;
  }

  /** From now on, documents are put into these partitions under this mark. */
  void begin(Collection<Integer> partitions, String mark) {
    marks.setAll(
        partitions.stream().collect(Collectors.toMap(partition -> keys[partition], any -> mark)));
  }

  /** False if the partition was lost since, or somebody else has begun. */
  boolean complete(int partition, String mark) {
    return marks.replace(keys[partition], mark, RESTORED);
  }
}
