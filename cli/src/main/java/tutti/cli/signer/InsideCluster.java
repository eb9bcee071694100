package tutti.cli.signer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Engine;
import tutti.musig2.SecretKey;
import tutti.protocol.Operation;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** A lite member of the cluster. */
record InsideCluster(TuttiNode node) implements Place {
  @Override
  public Settings settings() {
    return node.context().settings();
  }

  @Override
  public Bus bus(SecretKey key, Engine engine) {
    return new VertxBus(node.context().vertx());
  }

  @Override
  public <Q, R> CompletionStage<R> ask(Operation<Q, R> operation, Q query) {
    return node.context().bus().request(operation, query).toCompletionStage();
  }

  @Override
  public CompletableFuture<Void> leave() {
    return node.close().toCompletionStage().toCompletableFuture();
  }
}
