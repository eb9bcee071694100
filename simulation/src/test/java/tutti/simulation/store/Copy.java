package tutti.simulation.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Document;
import tutti.simulation.world.Life;

/** One copy of the documents of a partition, in the memory of one member. */
final class Copy {
  private final Life holder;
  private final Map<String, Map<String, Document>> maps = new LinkedHashMap<>();

  Copy(Life holder) {
    this.holder = holder;
  }

  /** A copy of this copy. The documents are immutable, so only the maps are copied. */
  Copy to(Life other) {
    Copy copy = new Copy(other);
    maps.forEach((name, map) -> copy.maps.put(name, new LinkedHashMap<>(map)));
    return copy;
  }

  Life holder() {
    return holder;
  }

  @Nullable Document get(String map, String key) {
    return map(map).get(key);
  }

  /** When the first of these documents is due. */
  long dueAt() {
    long due = Document.NEVER;
    for (Map<String, Document> map : maps.values()) {
      for (Document document : map.values()) {
        due = Math.min(due, document.dueAt());
      }
    }
    return due;
  }

  void put(String map, String key, @Nullable Document document) {
    if (document == null) {
      map(map).remove(key);
    } else {
      map(map).put(key, document);
    }
  }

  Map<String, Document> map(String name) {
    return maps.computeIfAbsent(name, key -> new LinkedHashMap<>());
  }
}
