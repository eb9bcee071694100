package tutti.runtime.state;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import tutti.runtime.machine.Machine;

/** Teaches a member all documents, their maps, and the code that travels to them. */
public final class StateSerialization {
  static final int FACTORY_ID = 20_327;
  static final int TRANSITION = 1;
  static final int DUE_BY = 2;
  static final int FURTHER_ON = 3;
  static final int RESTORATION = 4;
  static final int LOOK = 5;
  static final int SETTLEMENT = 6;
  static final int SAVING = 7;
  static final int COPIES_HERE = 8;

  /** How many kinds of code travel: members that know fewer cannot take part. */
  public static final int KINDS = COPIES_HERE;

  private static final int FIRST_TYPE_ID = 100_000;
  private static final int TYPE_IDS = 1 << 24;

  private StateSerialization() {}

  /**
   * Adds everything to the configuration of a member.
   *
   * @param common what all maps share, such as backups
   */
  public static void addTo(Config config, UnaryOperator<MapConfig> common) {
    SerializationConfig serialization = config.getSerializationConfig();
    serialization.addDataSerializableFactory(FACTORY_ID, StateSerialization::create);
    serialization.addSerializerConfig(
        new SerializerConfig().setTypeClass(Kept.class).setImplementation(new KeptSerializer()));
    Map<Integer, Class<?>> taken = new HashMap<>();
    for (Machine<?, ?, ?> machine : Machines.all()) {
      addType(serialization, machine.documentType(), taken);
      MapConfig map = mapConfig(machine.map());
      map.getMergePolicyConfig().setPolicy(FurtherOn.class.getName());
      config.addMapConfig(common.apply(map));
    }
    for (DeclaredMap declared : declaredMaps()) {
      addType(serialization, declared.valueType(), taken);
      // It may be one of documents, which has more to be configured.
      MapConfig map =
          config
              .getMapConfigs()
              .computeIfAbsent(declared.map(), name -> common.apply(mapConfig(name)));
      declared.configure(map);
    }
    // After a split each side knows best what it has.
    MapConfig partitions = common.apply(new MapConfig(Partitions.MAP));
    partitions.getMergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName());
    config.addMapConfig(partitions);
  }

  static Iterable<DeclaredMap> declaredMaps() {
    return ServiceLoader.load(DeclaredMap.class, DeclaredMap.class.getClassLoader());
  }

  // As objects: a transition then costs the same however large the document has become.
  private static MapConfig mapConfig(String name) {
    return new MapConfig(name)
        .setInMemoryFormat(InMemoryFormat.OBJECT)
        .setPerEntryStatsEnabled(false);
  }

  private static <T> void addType(
      SerializationConfig serialization, Class<T> type, Map<Integer, Class<?>> taken) {
    // The id follows from the name, so that it does not depend on the order of jars.
    int id = FIRST_TYPE_ID + Math.floorMod(type.getName().hashCode(), TYPE_IDS);
    Class<?> other = taken.put(id, type);
    if (other == type) {
      return;
    }
    if (other != null) {
      throw new IllegalStateException("%s and %s share an id: rename one".formatted(other, type));
    }
    serialization.addSerializerConfig(
        new SerializerConfig()
            .setTypeClass(type)
            .setImplementation(new DocumentSerializer<>(type, id)));
  }

  private static IdentifiedDataSerializable create(int classId) {
    return switch (classId) {
      case TRANSITION -> new Transition();
      case DUE_BY -> new DueBy();
      case FURTHER_ON -> new FurtherOn();
      case RESTORATION -> new Restoration();
      case LOOK -> new Look();
      case SETTLEMENT -> new Settlement();
      case SAVING -> new Saving();
      case COPIES_HERE -> new CopiesHere();
      default -> throw new IllegalArgumentException("unknown class id " + classId);
    };
  }
}
