package tutti.store;

import java.util.HashMap;
import java.util.Map;
import tutti.runtime.config.Settings;
import tutti.runtime.durable.DurableStore;

/** How tests open the store. */
final class OpenedStore {
  static final Map<String, Integer> FORMS = Map.of("notes", 1, "tags", 1);

  private OpenedStore() {}

  static DurableStore of(String url) {
    return with(url, Map.of());
  }

  static DurableStore with(String url, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(DatabaseServer.settings(url));
    all.put("join-timeout", "2s");
    all.put("database-timeout", "1s");
    all.putAll(settings);
    return new PostgresStoreProvider().open(Settings.load(all, Map.of()), FORMS);
  }
}
