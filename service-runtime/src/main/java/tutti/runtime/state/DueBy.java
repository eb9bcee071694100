package tutti.runtime.state;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.query.Predicate;
import java.io.IOException;
import java.util.Map;
import tutti.runtime.machine.Document;

/** Documents that must be looked at by now, or have not been stored yet. */
final class DueBy implements Predicate<String, Kept>, IdentifiedDataSerializable {
  private static final long serialVersionUID = 1L;

  private long now;

  /** For Hazelcast, which then calls {@link #readData}. */
  DueBy() {}

  DueBy(long now) {
    this.now = now;
  }

  @Override
  public boolean apply(Map.Entry<String, Kept> entry) {
    Kept kept = entry.getValue();
    Document document = kept.document();
    return kept.unsaved() != 0 || (document != null && document.dueAt() <= now);
  }

  @Override
  public int getFactoryId() {
    return StateSerialization.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return StateSerialization.DUE_BY;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(now);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    now = in.readLong();
  }
}
