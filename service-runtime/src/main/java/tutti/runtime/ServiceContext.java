package tutti.runtime;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import java.time.Clock;
import tutti.protocol.Limits;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.config.Settings;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.state.Documents;
import tutti.runtime.state.Rhythm;
import tutti.runtime.state.SweepTarget;
import tutti.runtime.state.Sweeper;

/** Everything that a service gets from the process that it runs in. */
public record ServiceContext(
    Vertx vertx,
    ServiceBus bus,
    HazelcastInstance hazelcast,
    Limits limits,
    Settings settings,
    Clock clock) {

  /** The documents that this machine changes. */
  public <D extends Document, C, R> Documents<D, C, R> documents(Machine<D, C, R> machine) {
    return new Documents<>(vertx, hazelcast, machine);
  }

  /** A sweeper for these documents, every {@code sweep-interval}; not started yet. */
  public Sweeper sweeper(Documents<?, ?, ?> documents, SweepTarget target) {
    Rhythm rhythm = new Rhythm(settings.get(Settings.SWEEP_INTERVAL), clock);
    return new Sweeper(vertx, documents, target, rhythm);
  }
}
