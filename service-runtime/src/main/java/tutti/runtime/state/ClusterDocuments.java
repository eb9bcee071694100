package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;

/** Documents in a map of the cluster, each command an entry processor. */
public final class ClusterDocuments<D extends Document, C, R> implements Documents<D, C, R> {
  private final Vertx vertx;
  private final LateMap<Document> map;
  private final Machine<D, C, R> machine;

  public ClusterDocuments(Vertx vertx, HazelcastInstance hazelcast, Machine<D, C, R> machine) {
    Machines.of(machine.map()); // rather now than in another process
    this.vertx = vertx;
    this.map = new LateMap<>(hazelcast, machine.map());
    this.machine = machine;
  }

  @Override
  public Future<R> apply(String key, C command) {
    var transition = new Transition(machine.map(), command);
    Class<R> type = machine.resultType();
    return map.use(vertx, known -> known.submitToKey(key, transition))
        .map(returned -> transition.answer(returned, type).open(type));
  }

  @Override
  public Future<List<String>> dueKeys(long now) {
    return vertx
        .executeBlocking(() -> List.copyOf(map.get().keySet(new DueBy(now))), false)
        .recover(failure -> Future.failedFuture(Stages.refusal(failure)));
  }

  @Override
  public String name() {
    return machine.map();
  }
}
