package tutti.runtime.state;

import com.hazelcast.config.MapConfig;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Document;

/**
 * A map that a service needs beside its documents, such as a search index. Found by {@link
 * java.util.ServiceLoader}, so that every data member configures it the same. Values are immutable
 * and travel as JSON, like documents.
 */
public interface DeclaredMap {
  String map();

  Class<?> valueType();

  /** Adds indexes and lifetimes to the configuration that documents have. */
  default void configure(MapConfig config) {}

  /**
   * The entry that belongs beside a document, under the same key, for when both were lost and only
   * the document can be read back.
   *
   * @param map of the document
   * @return null if there is none
   */
  default @Nullable Derived derivedFrom(String map, Document document) {
    return null;
  }

  /**
   * An entry that follows from a document.
   *
   * @param keepUntil when it may go by itself, milliseconds since 1970
   */
  record Derived(Object value, long keepUntil) {}
}
