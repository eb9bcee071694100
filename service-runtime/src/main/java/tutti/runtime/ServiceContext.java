package tutti.runtime;

import com.hazelcast.core.HazelcastInstance;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import tutti.protocol.Limits;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.config.Settings;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.metrics.SweepMeters;
import tutti.runtime.state.ClusterDocuments;
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
    Clock clock,
    MeterRegistry meters)
    implements Environment {

  @Override
  public <D extends Document, C, R> Documents<D, C, R> documents(Machine<D, C, R> machine) {
    return new ClusterDocuments<>(vertx, hazelcast, machine);
  }

  @Override
  public Sweeper sweeper(Documents<?, ?, ?> documents, SweepTarget target) {
    Rhythm rhythm = new Rhythm(settings.get(Settings.SWEEP_INTERVAL), clock);
    SweepMeters watch = new SweepMeters(meters, documents.name());
    return new Sweeper(new VertxTiming(vertx), documents, target, rhythm, watch);
  }
}
