package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Asks the member that has a document to write it to the durable store. */
final class Saving implements Callable<byte[]>, IdentifiedDataSerializable, HazelcastInstanceAware {
  static final String EXECUTOR = "tutti-durable-store";

  private String map;
  private String key;
  private transient @Nullable HazelcastInstance hazelcast;

  /** For Hazelcast, which then calls {@link #readData}. */
  Saving() {
    this("", "");
  }

  Saving(String map, String key) {
    this.map = map;
    this.key = key;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
  }

  @Override
  public byte[] call() {
    try {
      Durability durability = Durability.of(Objects.requireNonNull(hazelcast));
      if (durability == null) {
        throw Refusal.of(ErrorCode.UNAVAILABLE, "the document has moved to another member");
      }
      durability.save(map, key);
      return Answer.given(true).write();
    } catch (RuntimeException e) {
      if (Stages.refusal(e) instanceof Refusal refusal) {
        return Answer.refused(refusal).write();
      }
      throw e;
    }
  }

  @Override
  public int getFactoryId() {
    return StateSerialization.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return StateSerialization.SAVING;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(map);
    out.writeString(key);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    map = Objects.requireNonNull(in.readString());
    key = Objects.requireNonNull(in.readString());
  }
}
