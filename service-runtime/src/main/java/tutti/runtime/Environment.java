package tutti.runtime;

import java.time.Clock;
import tutti.protocol.Limits;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.state.Documents;
import tutti.runtime.state.SweepTarget;
import tutti.runtime.state.Sweeper;

/** What a service needs of whatever it runs in: a process of a cluster, or a simulation of one. */
public interface Environment {
  ServiceBus bus();

  Limits limits();

  Clock clock();

  /** The documents that this machine changes. */
  <D extends Document, C, R> Documents<D, C, R> documents(Machine<D, C, R> machine);

  /** A sweeper for these documents; not started yet. */
  Sweeper sweeper(Documents<?, ?, ?> documents, SweepTarget target);
}
