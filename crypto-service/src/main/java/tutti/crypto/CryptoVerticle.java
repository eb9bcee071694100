package tutti.crypto;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import tutti.crypto.domain.AggregatedKeys;
import tutti.crypto.domain.EnvelopeCheck;
import tutti.crypto.domain.KeyAggregation;
import tutti.crypto.domain.NonceAggregation;
import tutti.crypto.domain.SignatureAggregation;
import tutti.musig2.Engines;
import tutti.musig2.VerifyEngine;
import tutti.protocol.Operation;
import tutti.protocol.crypto.CryptoApi;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.Settings;

/** Verifies and aggregates public data on worker threads. Without state: run as many as needed. */
public final class CryptoVerticle extends VerticleBase {
  /** Some tens of megabytes at most. */
  private static final int KEYS_KEPT = 10_000;

  private final ServiceContext services;
  private final Callable<VerifyEngine> engine;
  private final CryptoWorkers workers;

  /** With the engine that the settings choose; it does not start with one that does not work. */
  public CryptoVerticle(ServiceContext services) {
    this(services, () -> Engines.select(services.settings().get(Settings.CRYPTO_ENGINE)).engine());
  }

  /** With an engine of one's own. */
  public CryptoVerticle(ServiceContext services, VerifyEngine engine) {
    this(services, () -> engine);
  }

  private CryptoVerticle(ServiceContext services, Callable<VerifyEngine> engine) {
    int threads = services.settings().get(Settings.CRYPTO_THREADS);
    int cores = Runtime.getRuntime().availableProcessors();
    this.services = services;
    this.engine = engine;
    this.workers =
        new CryptoWorkers(
            services.vertx(),
            threads == 0 ? cores : threads,
            services.settings().get(Settings.CRYPTO_QUEUE));
  }

  @Override
  public Future<?> start() {
    // A library may have to be loaded first, which no event loop should wait for.
    return vertx.executeBlocking(engine).compose(this::serve);
  }

  private Future<?> serve(VerifyEngine loaded) {
    Gauge.builder("tutti.crypto.engine", () -> 1)
        .description("The engine that this process computes with, as a label; always 1.")
        .tag("engine", loaded.name())
        .register(services.meters());
    Gauge.builder("tutti.crypto.queue", workers::waiting)
        .description("Checks that wait for a thread.")
        .register(services.meters());
    AggregatedKeys aggregated = new AggregatedKeys(loaded, KEYS_KEPT);
    EnvelopeCheck envelopes = new EnvelopeCheck(loaded);
    NonceAggregation nonces = new NonceAggregation(loaded);
    SignatureAggregation signatures = new SignatureAggregation(loaded, aggregated);
    KeyAggregation keys = new KeyAggregation(aggregated);
    return Future.all(
        List.of(
            serve(CryptoApi.CHECK_ENVELOPE, envelopes::check),
            serve(CryptoApi.AGGREGATE_NONCES, nonces::aggregate),
            serve(CryptoApi.AGGREGATE_SIGNATURES, signatures::aggregate),
            serve(CryptoApi.AGGREGATE_KEYS, keys::aggregate)));
  }

  @Override
  public Future<?> stop() {
    workers.close();
    return Future.succeededFuture();
  }

  private <Q, R> Future<Void> serve(Operation<Q, R> operation, Function<Q, R> computation) {
    return services.bus().serve(operation, query -> workers.run(() -> computation.apply(query)));
  }
}
