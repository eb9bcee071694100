package tutti.runtime.state;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Machine;

/** The machines of this process, by map. The same in every process of a distribution. */
public final class Machines {
  private static final Map<String, Machine<?, ?, ?>> BY_MAP = load();

  private Machines() {}

  public static Collection<Machine<?, ?, ?>> all() {
    return List.copyOf(BY_MAP.values());
  }

  /** The machine of this map; a missing one means that the distribution is incomplete. */
  static Machine<?, ?, ?> of(String map) {
    @Nullable Machine<?, ?, ?> machine = BY_MAP.get(map);
    if (machine == null) {
      throw new IllegalStateException(
          "no machine for map '%s' in META-INF/services of any jar".formatted(map));
    }
    return machine;
  }

  private static Map<String, Machine<?, ?, ?>> load() {
    Map<String, Machine<?, ?, ?>> machines = new LinkedHashMap<>();
    // Partition threads have no useful context class loader.
    for (Machine<?, ?, ?> machine :
        ServiceLoader.load(Machine.class, Machine.class.getClassLoader())) {
      if (machines.put(machine.map(), machine) != null) {
        throw new IllegalStateException("two machines for map '%s'".formatted(machine.map()));
      }
    }
    return machines;
  }
}
