package tutti.runtime.state;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;

/** Tells a document in memory what the durable store has of it. */
final class Settlement implements EntryProcessor<String, Kept, byte[]>, IdentifiedDataSerializable {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = {};

  private long revision;
  private boolean saved;

  /** For Hazelcast, which then calls {@link #readData}. */
  Settlement() {}

  private Settlement(long revision, boolean saved) {
    this.revision = revision;
    this.saved = saved;
  }

  /** This revision was stored. */
  static Settlement saved(long revision) {
    return new Settlement(revision, true);
  }

  /**
   * The store has this revision, from another history, such as that of a document which was removed
   * before. What is in memory is true: its backups confirm that, and so it becomes the younger one.
   */
  static Settlement above(long revision) {
    return new Settlement(revision, false);
  }

  @Override
  public byte[] process(Map.Entry<String, Kept> entry) {
    Kept before = entry.getValue();
    if (before != null) {
      settle((ExtendedMapEntry<String, Kept>) entry, before);
    }
    return NOTHING;
  }

  private void settle(ExtendedMapEntry<String, Kept> entry, Kept before) {
    Kept after = saved ? before.saved(revision) : before.above(revision);
    if (after == null) {
      entry.setValue(null);
    } else {
      entry.setValueWithoutChangingExpiryTime(after);
    }
  }

  @Override
  public EntryProcessor<String, Kept, byte[]> getBackupProcessor() {
    return this;
  }

  @Override
  public int getFactoryId() {
    return StateSerialization.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return StateSerialization.SETTLEMENT;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(revision);
    out.writeBoolean(saved);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    revision = in.readLong();
    saved = in.readBoolean();
  }
}
