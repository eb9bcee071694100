package tutti.simulation.mutation;

import tutti.agent.Bus;
import tutti.musig2.Engine;
import tutti.musig2.SecretKey;
import tutti.musig2.VerifyEngine;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.state.Documents;
import tutti.simulation.store.StoreFaults;
import tutti.simulation.world.World;

/**
 * Where a fault can be built into the parts of a run, to see that it is found. This one builds in
 * none.
 */
public class Mutations {
  /** Everything as it is. */
  public static final Mutations NONE = new Mutations();

  /** A machine, on its way to the members. */
  public <D extends Document, C, R> Machine<D, C, R> machine(Machine<D, C, R> machine) {
    return machine;
  }

  /** Documents, on their way to a service. */
  public <D extends Document, C, R> Documents<D, C, R> documents(Documents<D, C, R> documents) {
    return documents;
  }

  /** The mathematics of the crypto service. */
  public VerifyEngine verifying(Engine engine) {
    return engine;
  }

  /** The mathematics of a signer. */
  public Engine signing(Engine engine) {
    return engine;
  }

  /** What a signer hears and says. */
  public Bus bus(Bus bus, SecretKey key, Engine engine, World world) {
    return bus;
  }

  /** How the store behaves. */
  public StoreFaults store(StoreFaults faults) {
    return faults;
  }
}
