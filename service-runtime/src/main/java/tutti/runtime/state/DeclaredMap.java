package tutti.runtime.state;

import com.hazelcast.config.MapConfig;

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
}
