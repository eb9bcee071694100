package tutti.runtime.notes;

import com.hazelcast.config.IndexConfig;
import com.hazelcast.config.IndexType;
import com.hazelcast.config.MapConfig;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Document;
import tutti.runtime.state.DeclaredMap;

/** Finds notes by word. */
public final class TagMap implements DeclaredMap {
  public static final String MAP = "note-tags";

  @Override
  public String map() {
    return MAP;
  }

  @Override
  public Class<?> valueType() {
    return Tag.class;
  }

  @Override
  public void configure(MapConfig config) {
    config.addIndexConfig(new IndexConfig(IndexType.HASH, "word"));
  }

  @Override
  public @Nullable Derived derivedFrom(String map, Document document) {
    return document instanceof Note note
        ? new Derived(
            new Tag(String.valueOf(note.text()), "first"), System.currentTimeMillis() + 600_000)
        : null;
  }
}
