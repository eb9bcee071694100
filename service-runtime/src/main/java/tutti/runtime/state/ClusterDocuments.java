package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import tutti.protocol.json.Wire;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;

/**
 * The documents of one map, wherever they are. Each is changed only by its {@link Machine}, on the
 * member that owns its partition, one command after the other.
 */
public final class Documents<D extends Document, C, R> {
  private final Vertx vertx;
  private final IMap<String, Document> map;
  private final Machine<D, C, R> machine;

  public Documents(Vertx vertx, HazelcastInstance hazelcast, Machine<D, C, R> machine) {
    Machines.of(machine.map()); // rather now than in another process
    this.vertx = vertx;
    this.map = hazelcast.getMap(machine.map());
    this.machine = machine;
  }

  /**
   * Applies a command. The future completes when the change and its backups are written, or fails
   * with the machine's refusal.
   */
  public Future<R> apply(String key, C command) {
    return Stages.onContext(
            vertx, () -> map.submitToKey(key, new Transition(machine.map(), Wire.write(command))))
        .map(answer -> Answer.open(answer, machine.resultType()));
  }

  /** Keys of the documents, on any member, that must be looked at by now. */
  public Future<List<String>> dueKeys(long now) {
    return vertx
        .executeBlocking(() -> List.copyOf(map.keySet(new DueBy(now))), false)
        .recover(failure -> Future.failedFuture(Stages.refusal(failure)));
  }

  /** The name of the map, for logs. */
  public String name() {
    return machine.map();
  }
}
