package tutti.runtime.state;

import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;

/**
 * Documents in a map of the cluster, each command an entry processor. Where there is a durable
 * store, nobody hears anything of a document before it is written there.
 */
public final class ClusterDocuments<D extends Document, C, R> implements Documents<D, C, R> {
  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final LateMap<Kept> map;
  private final Machine<D, C, R> machine;

  public ClusterDocuments(Vertx vertx, HazelcastInstance hazelcast, Machine<D, C, R> machine) {
    Machines.of(machine.map()); // rather now than in another process
    this.vertx = vertx;
    this.hazelcast = hazelcast;
    this.map = new LateMap<>(hazelcast, machine.map());
    this.machine = machine;
  }

  @Override
  public Future<R> apply(String key, C command) {
    var transition = new Transition(machine.map(), command);
    Class<R> type = machine.resultType();
    return map.use(vertx, known -> known.submitToKey(key, transition))
        .map(returned -> transition.answer(returned, type))
        .compose(
            answer -> answer.unsaved() ? saved(key).map(answer) : Future.succeededFuture(answer))
        .map(answer -> answer.open(type));
  }

  private Future<Boolean> saved(String key) {
    return Stages.onContext(vertx, () -> saving(key))
        .map(returned -> Answer.read(returned, Boolean.class).open(Boolean.class));
  }

  private CompletionStage<byte[]> saving(String key) {
    CompletableFuture<byte[]> saving = new CompletableFuture<>();
    hazelcast
        .getExecutorService(Saving.EXECUTOR)
        .submitToKeyOwner(
            new Saving(machine.map(), key),
            key,
            new ExecutionCallback<byte[]>() {
              @Override
              public void onResponse(byte[] answer) {
                saving.complete(answer);
              }

              @Override
              public void onFailure(Throwable failure) {
                saving.completeExceptionally(failure);
              }
            });
    return saving;
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
