package tutti.session;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.Transcript;
import tutti.protocol.crypto.AggregateNonces;
import tutti.protocol.crypto.AggregateSignatures;
import tutti.protocol.crypto.AggregatedSignatures;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.RecordOutcome;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventType;
import tutti.runtime.Environment;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.state.Documents;
import tutti.session.domain.Command;
import tutti.session.domain.NextSession;
import tutti.session.domain.Outcome;
import tutti.session.domain.Session;
import tutti.session.domain.Work;

/**
 * What a step leaves to do outside: publish its events, do the work it is waiting for. All of it
 * may be done twice, and what is not done here, because the process died or a service was away, the
 * sweeper finds due and does later.
 */
final class Aftermath {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  private final ServiceBus bus;
  private final Clock clock;
  private final Documents<Session, Command, Outcome> sessions;
  private final Inboxes inboxes;

  Aftermath(Environment context, Documents<Session, Command, Outcome> sessions) {
    this.bus = context.bus();
    this.clock = context.clock();
    this.sessions = sessions;
    this.inboxes = new Inboxes(context.bus());
  }

  /**
   * A due session: time is up, or something was left undone. The sweeper waits for the step alone:
   * a service that is away must not keep other sessions from ending in time.
   */
  Future<?> sweep(String key) {
    SessionId id = SessionId.fromHex(key);
    return sessions
        .apply(key, new Command.Tick(clock.millis()))
        .onSuccess(outcome -> of(id, outcome));
  }

  /** Does what came of a step; whoever asked for the step need not wait for it. */
  Future<?> of(SessionId id, Outcome outcome) {
    Future<?> published = publish(id, outcome);
    List<Future<?>> work = new ArrayList<>();
    work.add(published);
    outcome.work().forEach(one -> work.add(perform(id, one, outcome)));
    return Future.join(work)
        .onFailure(
            error ->
                LOG.atWarn()
                    .addKeyValue("session", id.hex())
                    .log("left undone: {}", error.toString()));
  }

  private Future<Outcome> publish(SessionId id, Outcome outcome) {
    if (outcome.publish().isEmpty()) {
      return Future.succeededFuture();
    }
    List<Event> events = outcome.publish();
    var noted =
        new Command.Published(events.get(0).number() - 1, events.get(events.size() - 1).number());
    events.stream()
        .filter(event -> event.type().equals(EventType.SESSION_FAILED.wireName()))
        .forEach(failed -> bus.publish(Addresses.FAULT_EVENTS, failed));
    return inboxes
        .deliver(outcome.recipients(), events)
        .compose(unreachable -> published(id, noted, unreachable))
        .recover(Aftermath::unlessRemoved);
  }

  /** The session may have been removed while its last events went out. */
  private static Future<Outcome> unlessRemoved(Throwable error) {
    return error instanceof Refusal refusal && refusal.code() == ErrorCode.NOT_FOUND
        ? Future.succeededFuture()
        : Future.failedFuture(error);
  }

  private Future<Outcome> published(
      SessionId id, Command.Published command, List<Integer> unreachable) {
    Future<Outcome> noted = sessions.apply(id.hex(), command);
    return unreachable.isEmpty()
        ? noted
        : sessions
            .apply(id.hex(), new Command.Unreachable(unreachable, clock.millis()))
            .compose(outcome -> publish(id, outcome));
  }

  private Future<?> perform(SessionId id, Work work, Outcome outcome) {
    return switch (work) {
      case AGGREGATE_NONCES -> aggregateNonces(id, outcome.query(work, AggregateNonces.class));
      case AGGREGATE_SIGNATURES ->
          aggregateSignatures(id, outcome.query(work, AggregateSignatures.class));
      case OPEN_NEXT -> openNext(id, outcome.query(work, NextSession.class));
      case RECORD_OUTCOME -> recordOutcome(id, outcome.query(work, RecordOutcome.class));
    };
  }

  private Future<?> aggregateNonces(SessionId id, AggregateNonces query) {
    return bus.request(CryptoApi.AGGREGATE_NONCES, query)
        .map(
            result ->
                new Command.NoncesAggregated(
                    Transcript.noncesHash(id, query.pubnonces()),
                    result.aggnonces(),
                    clock.millis()))
        .compose(command -> step(id, command));
  }

  private Future<?> aggregateSignatures(SessionId id, AggregateSignatures query) {
    return bus.request(CryptoApi.AGGREGATE_SIGNATURES, query)
        .compose(result -> step(id, verdict(result)));
  }

  private Command verdict(AggregatedSignatures result) {
    return result.culprits().isEmpty()
        ? new Command.SignaturesAggregated(result.signatures(), clock.millis())
        : new Command.SignerBlamed(result.culprits().get(0), clock.millis());
  }

  private Future<?> openNext(SessionId id, NextSession next) {
    return step(next.sessionId(), next.open(clock.millis()))
        .compose(opened -> done(id, Work.OPEN_NEXT));
  }

  private Future<?> recordOutcome(SessionId id, RecordOutcome outcome) {
    return bus.request(DiscoveryApi.RECORD_OUTCOME, outcome)
        .compose(recorded -> done(id, Work.RECORD_OUTCOME));
  }

  private Future<Outcome> done(SessionId id, Work work) {
    return sessions.apply(id.hex(), new Command.WorkDone(work));
  }

  /** A step that follows from another one; what it leaves to do follows in turn. */
  private Future<?> step(SessionId id, Command command) {
    return sessions.apply(id.hex(), command).compose(outcome -> of(id, outcome));
  }
}
