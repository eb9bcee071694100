package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.runtime.durable.StoredDocument;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;

/**
 * A document on its way back from the durable store, into a partition that has the mark of whoever
 * brings it. It takes its place where there is none. The answer says whether the mark was there. Of
 * what cannot be read, that it exists comes back.
 */
final class Restoration
    implements EntryProcessor<String, Kept, byte[]>,
        IdentifiedDataSerializable,
        HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  private String map;
  private @Nullable String json; // null if it cannot be read
  private long revision;
  private long now;
  private String mark;
  private boolean onBackup;
  private transient boolean changed;
  private transient @Nullable HazelcastInstance hazelcast;

  /** For Hazelcast, which then calls {@link #readData}. */
  Restoration() {
    this.map = "";
    this.mark = "";
  }

  private Restoration(String map, long revision, String mark, long now) {
    this.map = map;
    this.revision = revision;
    this.mark = mark;
    this.now = now;
  }

  static Restoration of(String map, StoredDocument stored, String mark, long now) {
    Restoration restoration = new Restoration(map, stored.revision(), mark, now);
    restoration.json = Objects.requireNonNull(stored.json());
    return restoration;
  }

  static Restoration ofUnreadable(String map, StoredDocument stored, String mark, long now) {
    return new Restoration(map, stored.revision(), mark, now);
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
  }

  @Override
  public byte[] process(Map.Entry<String, Kept> entry) {
    if (!onBackup && !isMarked(entry.getKey())) {
      return Answer.given(false).write();
    }
    if (entry.getValue() == null) {
      entry.setValue(json == null ? Kept.unreadable(revision) : recovered(Machines.of(map), json));
      changed = true;
    }
    return Answer.given(true).write();
  }

  private boolean isMarked(String key) {
    Durability durability = Durability.of(Objects.requireNonNull(hazelcast));
    return durability != null && durability.partitions().hasMark(key, mark);
  }

  private <D extends Document> Kept recovered(Machine<D, ?, ?> machine, String readable) {
    D stored = DocumentJson.read(machine, readable);
    Kept before = new Kept(stored, revision, 0);
    D recovered = machine.recovered(stored, now);
    return recovered == stored ? before : Kept.next(before, recovered, true);
  }

  @Override
  public @Nullable EntryProcessor<String, Kept, byte[]> getBackupProcessor() {
    if (!changed) {
      return null;
    }
    var same = new Restoration(map, revision, mark, now);
    same.json = json;
    same.onBackup = true;
    return same;
  }

  @Override
  public int getFactoryId() {
    return StateSerialization.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return StateSerialization.RESTORATION;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(map);
    out.writeString(json);
    out.writeLong(revision);
    out.writeLong(now);
    out.writeString(mark);
    out.writeBoolean(onBackup);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    map = Objects.requireNonNull(in.readString());
    json = in.readString();
    revision = in.readLong();
    now = in.readLong();
    mark = Objects.requireNonNull(in.readString());
    onBackup = in.readBoolean();
  }
}
