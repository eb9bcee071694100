package tutti.runtime.state;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a document from memory as it is; without a copy, and so only on the member that has it. */
final class Look implements EntryProcessor<String, Kept, byte[]>, IdentifiedDataSerializable {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = {};

  private transient @Nullable Kept found;
  private transient boolean here;

  @Override
  public byte[] process(Map.Entry<String, Kept> entry) {
    found = entry.getValue();
    here = true;
    return NOTHING;
  }

  /** Whether it was looked at on this member. */
  boolean wasHere() {
    return here;
  }

  @Nullable Kept found() {
    return found;
  }

  @Override
  public @Nullable EntryProcessor<String, Kept, byte[]> getBackupProcessor() {
    return null;
  }

  @Override
  public int getFactoryId() {
    return StateSerialization.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return StateSerialization.LOOK;
  }

  @Override
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
