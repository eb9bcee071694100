package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.durable.DurableStore;
import tutti.runtime.durable.StoredDocument;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;

/**
 * Writes documents to the durable store as they are in memory at that time, on threads that may
 * wait for it. Whoever comes while a document is being written finds it written.
 */
final class Saver {
  private static final int ATTEMPTS = 4;
  private static final int STRIPES = 64;

  private final HazelcastInstance hazelcast;
  private final DurableStore store;
  private final Object[] stripes = Stream.generate(Object::new).limit(STRIPES).toArray();

  Saver(HazelcastInstance hazelcast, DurableStore store) {
    this.hazelcast = hazelcast;
    this.store = store;
  }

  /** Returns when nothing of the document is unsaved. */
  void save(String map, String key) {
    synchronized (stripes[Math.floorMod(key.hashCode(), STRIPES)]) {
      for (int i = 0; i < ATTEMPTS; i++) {
        if (isSaved(Machines.of(map), key)) {
          return;
        }
      }
    }
    throw Refusal.of(ErrorCode.UNAVAILABLE, "somebody else writes the same document");
  }

  private boolean isSaved(Machine<?, ?, ?> machine, String key) {
    IMap<String, Kept> documents = hazelcast.getMap(machine.map());
    Look look = new Look();
    documents.executeOnKey(key, look);
    if (!look.wasHere()) {
      throw Refusal.of(ErrorCode.UNAVAILABLE, "the document has moved to another member");
    }
    Kept kept = look.found();
    if (kept == null || kept.unsaved() == 0) {
      return true;
    }
    OptionalLong other = store.write(machine.map(), stored(machine, key, kept));
    if (other.isPresent()) {
      documents.executeOnKey(key, Settlement.above(other.getAsLong()));
      return false;
    }
    // Nobody waits for this: should it be lost, the same is written once more.
    documents.submitToKey(key, Settlement.saved(kept.revision()));
    return true;
  }

  private static StoredDocument stored(Machine<?, ?, ?> machine, String key, Kept kept) {
    Document document = kept.document();
    String json = document == null ? null : DocumentJson.write(document);
    return new StoredDocument(key, machine.version(), kept.revision(), json);
  }
}
