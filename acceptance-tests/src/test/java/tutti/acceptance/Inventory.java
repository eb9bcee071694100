package tutti.acceptance;

import com.hazelcast.collection.ICollection;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;
import java.util.Map;
import java.util.TreeMap;

/** How much there is in every structure of a cluster, those of the event bus included. */
final class Inventory {
  private Inventory() {}

  static Map<String, Integer> of(HazelcastInstance hazelcast) {
    Map<String, Integer> sizes = new TreeMap<>();
    hazelcast
        .getDistributedObjects()
        .forEach(
            object -> {
              if (object instanceof IMap<?, ?> map) {
                sizes.put(object.getName(), map.size());
              } else if (object instanceof MultiMap<?, ?> map) {
                sizes.put(object.getName(), map.size());
              } else if (object instanceof ICollection<?> collection) {
                sizes.put(object.getName(), collection.size());
              }
            });
    return sizes;
  }
}
