package tutti.runtime.state;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
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
 * <p>What this side does not have may have been removed here meanwhile, or have all its copies on
 * the other side. Where a majority is asked for, and there are more copies than members that can be
 * cut off from it, this side had one of each: it was removed. Else, whoever holds a document does
 * within seconds what is due, so one that is overdue was left behind by those who did.
 */
final class FurtherOn
    implements SplitBrainMergePolicy<Kept, MergingValue<Kept>, Object>,
        IdentifiedDataSerializable,
        HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  /** Longer than the sweepers take after a change of members; milliseconds. */
  static final long OVERDUE = 10_000;

  private transient @Nullable HazelcastInstance hazelcast;
  private transient boolean majorityHasAll;

  FurtherOn() {
    this(false);
  }

  FurtherOn(boolean majorityHasAll) {
    this.majorityHasAll = majorityHasAll;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
    majorityHasAll = majorityHasAll(instance.getConfig());
  }

  /** Whether every majority holds a copy of each document. */
  static boolean majorityHasAll(Config config) {
    MapConfig any = config.findMapConfig(Partitions.MAP);
    String majority = any.getSplitBrainProtectionName();
    if (majority == null) {
      return false;
    }
    int mostOthers = config.findSplitBrainProtectionConfig(majority).getMinimumClusterSize() - 1;
    return mostOthers <= any.getBackupCount();
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
    return majorityHasAll || other == null || other.dueAt() < now() - OVERDUE;
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
