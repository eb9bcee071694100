package tutti.runtime.durable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tutti.runtime.config.Settings;

/** Stores that outlive the members in this process, by the address in the settings. */
public final class MemoryStores implements DurableStoreProvider {
  private static final Map<String, MemoryStore> STORES = new ConcurrentHashMap<>();

  public static MemoryStore at(String url) {
    return STORES.computeIfAbsent(url, unknown -> new MemoryStore());
  }

  @Override
  public DurableStore open(Settings settings, Map<String, Integer> forms) {
    return at(settings.get(Settings.DATABASE_URL));
  }
}
