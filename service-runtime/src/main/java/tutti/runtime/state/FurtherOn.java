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
    implements SplitBrainMergePolicy<Kept, MergingValue<Kept>, Object>,
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
  public @Nullable Object merge(MergingValue<Kept> arriving, @Nullable MergingValue<Kept> here) {
    Kept other = arriving.getDeserializedValue();
    if (here == null) {
      return isLeftBehind(other.document()) ? null : younger(other, arriving, 0);
    }
    Kept own = here.getDeserializedValue();
    if (isFurther(other.document(), own.document())) {
      return younger(other, arriving, own.revision());
    }
    return other.revision() == own.revision()
        ? here.getRawValue()
        : younger(own, here, other.revision());
  }

  private boolean isLeftBehind(@Nullable Document other) {
    return other == null || other.dueAt() < now() - OVERDUE;
  }

  private static boolean isFurther(@Nullable Document other, @Nullable Document own) {
    return other != null && own != null && other.progress() > own.progress();
  }

  /** Where there is a durable store, both sides may have written there: what is kept is written. */
  private static Object younger(Kept kept, MergingValue<Kept> value, long revision) {
    return kept.revision() == 0 ? value.getRawValue() : kept.above(revision);
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
