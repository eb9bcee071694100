package tutti.runtime.durable;

import java.util.Map;
import tutti.runtime.config.Settings;

/** Opens durable stores. Found by {@link java.util.ServiceLoader}. */
public interface DurableStoreProvider {
  /**
   * Opens the store that the settings name, and brings it to the form that this release needs.
   * Blocks while the store cannot be reached, for {@code join-timeout} at most.
   *
   * @param forms of the documents that this release knows, by map
   * @throws tutti.protocol.Refusal if it cannot be reached, or was written by a newer release
   */
  DurableStore open(Settings settings, Map<String, Integer> forms);
}
