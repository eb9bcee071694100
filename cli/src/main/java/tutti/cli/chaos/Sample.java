package tutti.cli.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hazelcast.core.DistributedObject;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.multimap.MultiMap;
import java.util.Map;
import java.util.TreeMap;
import tutti.protocol.json.Wire;

/**
 * What everything needs at a moment.
 *
 * @param processes by name; the signers' own is {@code signers}
 * @param maps entries of each map of the cluster
 * @param subscriptions of all members on the bus
 */
record Sample(
    long atSeconds, Map<String, Vitals> processes, Map<String, Long> maps, long subscriptions) {

  static Sample of(Fleet fleet, long atSeconds) throws InterruptedException {
    Map<String, Vitals> processes = new TreeMap<>();
    for (Slot slot : fleet.slots()) {
      processes.put(slot.name(), Vitals.of(slot.pid()));
    }
    processes.put("signers", Vitals.of(ProcessHandle.current().pid()));
    return new Sample(
        atSeconds,
        processes,
        maps(fleet.context().hazelcast()),
        fleet.context().hazelcast().getMultiMap(Fleet.SUBSCRIPTIONS).size());
  }

  private static Map<String, Long> maps(HazelcastInstance hazelcast) {
    Map<String, Long> sizes = new TreeMap<>();
    for (DistributedObject object : hazelcast.getDistributedObjects()) {
      if (object instanceof IMap<?, ?> map) {
        sizes.put(map.getName(), (long) map.size());
      } else if (object instanceof MultiMap<?, ?> map) {
        sizes.put(map.getName(), (long) map.size());
      }
    }
    return sizes;
  }

  /** The largest heap of the processes whose name begins like this. */
  long heapMegabytes(String name) {
    return processes.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(name))
        .mapToLong(entry -> entry.getValue().heapKilobytes() / 1024)
        .max()
        .orElse(-1);
  }

  long threads() {
    return processes.values().stream().mapToLong(Vitals::threads).sum();
  }

  long files() {
    return processes.values().stream().mapToLong(Vitals::files).sum();
  }

  long entries(String map) {
    return maps.getOrDefault(map, 0L);
  }

  ObjectNode json() {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("atSeconds", atSeconds).put("subscriptions", subscriptions);
    ObjectNode sizes = json.putObject("maps");
    maps.forEach(sizes::put);
    ObjectNode all = json.putObject("processes");
    processes.forEach(
        (name, vitals) ->
            all.putObject(name)
                .put("heapAfterCollectionKilobytes", vitals.heapKilobytes())
                .put("residentKilobytes", vitals.residentKilobytes())
                .put("threads", vitals.threads())
                .put("files", vitals.files()));
    return json;
  }
}
