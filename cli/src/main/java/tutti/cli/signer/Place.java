package tutti.cli.signer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tutti.agent.Bus;
import tutti.musig2.Engine;
import tutti.musig2.SecretKey;
import tutti.protocol.Operation;
import tutti.runtime.config.Settings;

/** From where the services are reached: inside the cluster, or through a gateway. */
interface Place {
  Settings settings();

  /** The bus for whoever holds this key. */
  Bus bus(SecretKey key, Engine engine);

  /** Asks without speaking for anyone, as often as it takes. */
  <Q, R> CompletionStage<R> ask(Operation<Q, R> operation, Q query);

  CompletableFuture<Void> leave();
}
