package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;

/**
 * One command on its way to one document. Runs on the owner of the partition and again on each
 * backup, so that only the command travels, never the document.
 */
final class Transition
    implements EntryProcessor<String, Kept, byte[]>,
        IdentifiedDataSerializable,
        HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;
  private static final byte[] ANSWERED_HERE = {};
  private static final long GONE = -1;

  private String map;
  private transient @Nullable Object command; // as it was given, where it has not travelled
  private byte @Nullable [] json; // as it has travelled
  private transient @Nullable Answer answer; // where it has not travelled, nor need the answer
  private transient boolean forBackups;
  private boolean onBackup;
  private long reached; // how far the document has come by it on the owner
  private transient @Nullable Durability durability;
  private transient @Nullable Watches watches;

  /** For Hazelcast, which then calls {@link #readData}. */
  Transition() {
    this.map = "";
  }

  Transition(String map, Object command) {
    this.map = map;
    this.command = command;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance hazelcast) {
    durability = Durability.of(hazelcast);
    watches = Watches.of(hazelcast);
  }

  @Override
  public byte[] process(Map.Entry<String, Kept> entry) {
    Answer made = run(Machines.of(map), (ExtendedMapEntry<String, Kept>) entry);
    if (json != null && !onBackup) {
      return made.write();
    }
    answer = made;
    return ANSWERED_HERE;
  }

  /**
   * The answer, wherever it was made.
   *
   * @param returned what {@link #process} returned, perhaps of a copy on another member
   */
  Answer answer(byte[] returned, Class<?> type) {
    return returned.length == 0 ? Objects.requireNonNull(answer) : Answer.read(returned, type);
  }

  private <D extends Document, C, R> Answer run(
      Machine<D, C, R> machine, ExtendedMapEntry<String, Kept> entry) {
    Kept before = entry.getValue();
    @Nullable D document = machine.documentType().cast(Kept.documentOf(before));
    try {
      requireRestored(entry.getKey());
      requireReadable(before);
      C given = command(machine.commandType());
      Step<D, R> step = machine.apply(document, given);
      boolean changed = step.document() != document;
      forBackups = changed || machine.confirms(given, step.result());
      reach(step.document());
      Kept after = changed ? next(machine, before, step.document()) : before;
      if (changed) {
        write(entry, after);
        seen(document, step.document());
      }
      return Answer.given(Objects.requireNonNull(step.result()), Kept.isUnsaved(after));
    } catch (Refusal refusal) {
      return refused(refusal, Kept.isUnsaved(before));
    }
  }

  private void seen(@Nullable Document before, @Nullable Document after) {
    if (watches != null && !onBackup) {
      watches.changed(map, before, after);
    }
  }

  private void requireRestored(String key) {
    if (durability != null && !onBackup) {
      durability.partitions().requireRestored(key);
    }
  }

  private static void requireReadable(@Nullable Kept before) {
    if (Kept.isUnreadable(before)) {
      throw Refusal.of(
          ErrorCode.UNAVAILABLE, "the document is in the database, and cannot be read back");
    }
  }

  private <D extends Document> @Nullable Kept next(
      Machine<D, ?, ?> machine, @Nullable Kept before, @Nullable D after) {
    if (durability == null) {
      return Kept.inMemory(after);
    }
    @Nullable D document = machine.documentType().cast(Kept.documentOf(before));
    return Kept.next(before, after, after == null || machine.isLasting(document, after));
  }

  /**
   * A backup that comes to less than its owner by the same command has missed something: it fails,
   * so that nobody hears of a success that only the owner knows of.
   */
  private void reach(@Nullable Document document) {
    long now = document == null ? GONE : document.progress();
    if (onBackup && now != reached) {
      throw new IllegalStateException("a backup has missed what came before");
    }
    reached = now;
  }

  /**
   * A backup is only given what its owner has taken; if it refuses that, it has missed something.
   */
  private Answer refused(Refusal refusal, boolean unsaved) {
    if (onBackup) {
      throw new IllegalStateException("a backup has missed what came before", refusal);
    }
    return Answer.refused(refusal, unsaved);
  }

  private <C> C command(Class<C> type) {
    return command == null ? Wire.read(Objects.requireNonNull(json), type) : type.cast(command);
  }

  private static void write(ExtendedMapEntry<String, Kept> entry, @Nullable Kept after) {
    if (after == null || entry.getValue() == null) {
      entry.setValue(after);
    } else {
      entry.setValueWithoutChangingExpiryTime(after);
    }
  }

  /**
   * What only looks is not repeated on the backups. What confirms is, though it changes nothing
   * there either: they have then taken what it confirms.
   */
  @Override
  public @Nullable EntryProcessor<String, Kept, byte[]> getBackupProcessor() {
    return forBackups ? forBackup() : null;
  }

  private Transition forBackup() {
    Transition same = new Transition();
    same.map = map;
    same.command = command;
    same.json = json;
    same.onBackup = true;
    same.reached = reached;
    return same;
  }

  @Override
  public int getFactoryId() {
    return StateSerialization.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return StateSerialization.TRANSITION;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(map);
    out.writeBoolean(onBackup);
    out.writeLong(reached);
    out.writeByteArray(json == null ? Wire.write(Objects.requireNonNull(command)) : json);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    map = Objects.requireNonNull(in.readString());
    onBackup = in.readBoolean();
    reached = in.readLong();
    json = Objects.requireNonNull(in.readByteArray());
  }
}
