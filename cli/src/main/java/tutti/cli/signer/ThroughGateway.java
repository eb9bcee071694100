package tutti.cli.signer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import tutti.agent.Bus;
import tutti.agent.gateway.GatewayBus;
import tutti.musig2.Engine;
import tutti.musig2.SecretKey;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.runtime.config.Settings;

/** A client of a gateway. */
final class ThroughGateway implements Place {
  private static final long PAUSE_MILLIS = 100;

  private final Vertx vertx = Vertx.vertx();
  private final Settings settings;
  private final Duration patience;
  private final GatewayBus bus;

  ThroughGateway(Settings settings, Duration patience, URI url, WebSocketClientOptions options) {
    this.settings = settings;
    this.patience = patience;
    try {
      this.bus = new GatewayBus(vertx, url, options);
    } catch (IllegalArgumentException e) {
      vertx.close();
      throw Refusal.of(
          tutti.protocol.ErrorCode.MALFORMED, "--url: " + String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Bus bus(SecretKey key, Engine engine) {
    return bus.holding(key, engine);
  }

  @Override
  public <Q, R> CompletionStage<R> ask(Operation<Q, R> operation, Q query) {
    return ask(operation, query, System.nanoTime() + patience.toNanos()).toCompletionStage();
  }

  @Override
  public CompletableFuture<Void> leave() {
    bus.close();
    return vertx.close().toCompletionStage().toCompletableFuture();
  }

  private <Q, R> Future<R> ask(Operation<Q, R> operation, Q query, long deadline) {
    return Future.fromCompletionStage(bus.request(operation, query))
        .recover(
            failure -> {
              long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
              boolean again = failure instanceof Refusal refusal && refusal.code().retryable();
              return again && left > PAUSE_MILLIS
                  ? vertx.timer(PAUSE_MILLIS).compose(now -> ask(operation, query, deadline))
                  : Future.failedFuture(failure);
            });
  }
}
