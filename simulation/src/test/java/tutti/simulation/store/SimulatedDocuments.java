package tutti.simulation.store;

import io.vertx.core.Future;
import java.util.List;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.state.Documents;
import tutti.simulation.world.Life;

/** The documents of one map, as one process of a simulation sees them. */
final class SimulatedDocuments<D extends Document, C, R> implements Documents<D, C, R> {
  private final Store store;
  private final Life caller;
  private final Machine<D, C, R> machine;

  SimulatedDocuments(Store store, Life caller, Machine<D, C, R> machine) {
    this.store = store;
    this.caller = caller;
    this.machine = machine;
  }

  @Override
  public Future<R> apply(String key, C command) {
    return store.invoke(
        caller, new Invocation<>(machine, key, command, caller, store.serialises()));
  }

  @Override
  public Future<List<String>> dueKeys(long now) {
    return store.due(caller, machine.map(), now);
  }

  @Override
  public String name() {
    return machine.map();
  }
}
