package tutti.simulation.service;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import tutti.crypto.domain.AggregatedKeys;
import tutti.crypto.domain.EnvelopeCheck;
import tutti.crypto.domain.NonceAggregation;
import tutti.crypto.domain.SignatureAggregation;
import tutti.discovery.domain.HistoryCommand;
import tutti.discovery.domain.HistoryMachine;
import tutti.discovery.domain.SignerHistory;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.VerifyEngine;
import tutti.protocol.Done;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.RecordOutcome;
import tutti.protocol.discovery.SignerRecord;
import tutti.request.RequestVerticle;
import tutti.runtime.Environment;
import tutti.runtime.bus.Patience;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.state.Documents;
import tutti.runtime.state.Rhythm;
import tutti.runtime.state.SweepTarget;
import tutti.runtime.state.Sweeper;
import tutti.session.SessionVerticle;
import tutti.simulation.mutation.Mutations;
import tutti.simulation.store.Store;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/**
 * One life of a process that runs all services. Requests and sessions are the real verticles; the
 * computations of the crypto service are the real ones, without its threads.
 */
final class ServiceProcess implements Environment {
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(2), Duration.ofSeconds(6), 1_000);
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

  private final World world;
  private final Life life;
  private final Store store;
  private final Mutations mutations;
  private final ServiceBus bus;
  private final RequestVerticle requests;
  private final SessionVerticle sessions;

  ServiceProcess(World world, Life life, Store store, Mutations mutations) {
    this.world = world;
    this.life = life;
    this.store = store;
    this.mutations = mutations;
    this.bus =
        new ServiceBus(new SimulatedLine(world, life), new SimulatedTiming(world, life), PATIENCE);
    this.requests = new RequestVerticle(this, new SimulatedIndex(world, life, store));
    this.sessions = new SessionVerticle(this);
  }

  void start(Engine given) {
    VerifyEngine engine = mutations.verifying(given);
    serveCryptography(engine);
    serveRecords();
    started(requests::start);
    started(sessions::start);
  }

  /** Serves no more and begins nothing more; what is under way is still done. */
  void stop() {
    started(requests::stop);
    started(sessions::stop);
    bus.close();
  }

  @Override
  public ServiceBus bus() {
    return bus;
  }

  @Override
  public Limits limits() {
    return World.LIMITS;
  }

  @Override
  public Clock clock() {
    return world.time();
  }

  @Override
  public <D extends Document, C, R> Documents<D, C, R> documents(Machine<D, C, R> machine) {
    return mutations.documents(store.documents(life, mutations.machine(machine)));
  }

  @Override
  public Sweeper sweeper(Documents<?, ?, ?> documents, SweepTarget target) {
    return new Sweeper(
        new SimulatedTiming(world, life, true),
        documents,
        target,
        new Rhythm(SWEEP_INTERVAL, world.time()));
  }

  private void serveCryptography(VerifyEngine engine) {
    var aggregated = new AggregatedKeys(engine, 1_000);
    serve(CryptoApi.CHECK_ENVELOPE, new EnvelopeCheck(engine)::check);
    serve(CryptoApi.AGGREGATE_NONCES, new NonceAggregation(engine)::aggregate);
    serve(CryptoApi.AGGREGATE_SIGNATURES, new SignatureAggregation(engine, aggregated)::aggregate);
  }

  private <Q, R> void serve(Operation<Q, R> operation, Function<Q, R> computation) {
    bus.serve(
        operation,
        query ->
            new SimulatedTiming(world, life)
                .pause(world.chance().between(0, 2))
                .map(ignored -> computation.apply(query)));
  }

  /** The discovery service, as far as sessions ask for it. */
  private void serveRecords() {
    Documents<SignerHistory, HistoryCommand, SignerRecord> histories =
        documents(new HistoryMachine());
    bus.serve(DiscoveryApi.RECORD_OUTCOME, outcome -> record(histories, outcome));
  }

  private static Future<Done> record(
      Documents<SignerHistory, HistoryCommand, SignerRecord> histories, RecordOutcome outcome) {
    List<Future<SignerRecord>> counted = new ArrayList<>();
    for (PublicKey signer : outcome.completed()) {
      counted.add(histories.apply(signer.hex(), new HistoryCommand(outcome.sessionId(), false)));
    }
    if (outcome.atFault() != null) {
      counted.add(
          histories.apply(outcome.atFault().hex(), new HistoryCommand(outcome.sessionId(), true)));
    }
    return Future.all(counted).map(Done.DONE);
  }

  private void started(Callable<Future<?>> step) {
    try {
      step.call().onFailure(failure -> world.violated("a service did not start or stop", failure));
    } catch (Exception e) {
      world.violated("a service did not start or stop", e);
    }
  }
}
