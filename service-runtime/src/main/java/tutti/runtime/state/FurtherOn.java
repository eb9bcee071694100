package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Document;

/**
 * Which copy of a document is kept when a split network heals: the one that has come further. The
 * side whose documents are kept as they are is chosen by its size, and between equals by an
 * address, so it may be the one that stood still.
 *
 * <p>What this side does not have may be new, or removed here meanwhile. Whoever holds a document
 * does within seconds what is due, so one that is overdue was left behind by those who did.
 */
final class FurtherOn
    implements SplitBrainMergePolicy<Document, MergingValue<Document>, Object>,
        IdentifiedDataSerializable,
        HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  /** Longer than the sweepers take after a change of members; milliseconds. */
  static final long OVERDUE = 10_000;

  private transient @Nullable HazelcastInstance hazelcast;

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
  }

  private long now() {
    return hazelcast == null ? System.currentTimeMillis() : hazelcast.getCluster().getClusterTime();
  }

  @Override
  public @Nullable Object merge(
      MergingValue<Document> arriving, @Nullable MergingValue<Document> here) {
    Document other = arriving.getDeserializedValue();
    if (here == null) {
      boolean leftBehind = other.dueAt() < now() - OVERDUE;
      return leftBehind ? null : arriving.getRawValue();
    }
    boolean further = other.progress() > here.getDeserializedValue().progress();
    return further ? arriving.getRawValue() : here.getRawValue();
  }

  @Override
  public int getFactoryId() {
    return StateSerialization.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return StateSerialization.FURTHER_ON;
  }

  @Override
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
