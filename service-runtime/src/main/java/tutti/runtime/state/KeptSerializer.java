package tutti.runtime.state;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import java.io.IOException;

/** A kept document on its way to another member; the document itself travels as JSON. */
final class KeptSerializer implements StreamSerializer<Kept> {
  static final int TYPE_ID = 99_999;

  @Override
  public int getTypeId() {
    return TYPE_ID;
  }

  @Override
  public void write(ObjectDataOutput out, Kept kept) throws IOException {
    out.writeObject(kept.document());
    out.writeLong(kept.revision());
    out.writeLong(kept.unsaved());
  }

  @Override
  public Kept read(ObjectDataInput in) throws IOException {
    return new Kept(in.readObject(), in.readLong(), in.readLong());
  }
}
