package tutti.runtime.state;

import io.vertx.core.Future;
import java.util.List;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;

/**
 * The documents of one map, wherever they are. Each is changed only by its {@link Machine}, on the
 * member that owns its partition, one command after the other.
 */
public interface Documents<D extends Document, C, R> {
  /**
   * Applies a command. The future completes when the change and its backups are written, or fails
   * with the machine's refusal.
   */
  Future<R> apply(String key, C command);

  /** Keys of the documents, on any member, that must be looked at by now. */
  Future<List<String>> dueKeys(long now);

  /** The name of the map, for logs. */
  String name();
}
