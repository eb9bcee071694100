package tutti.gateway.access;

import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.domain.Claim;
import tutti.gateway.domain.Offences;
import tutti.gateway.domain.Subject;
import tutti.gateway.event.Channels;
import tutti.gateway.store.ExpiringMap;
import tutti.gateway.store.FaultMap;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionFailed;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.ServiceBus;

/**
 * Holds it against a signer that a session failed because of it. What is wrong with a partial
 * signature is found when all are there, so no answer to its sender says it. All gateways hear of
 * it, perhaps more than once; the first that claims the session strikes.
 */
public final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  /** Much longer than it takes until all have heard of it. */
  private static final long CLAIM_LIFE = 3_600_000;

  private final ServiceBus bus;
  private final Clock clock;
  private final Bans bans;
  private final ExpiringMap<Claim> claims;

  public Faults(ServiceContext context, Bans bans) {
    this.bus = context.bus();
    this.clock = context.clock();
    this.bans = bans;
    this.claims = new ExpiringMap<>(context.vertx(), context.hazelcast(), FaultMap.NAME);
  }

  /** Begins to listen. */
  public Future<?> start(Channels channels) {
    return channels.listen(Addresses.FAULT_EVENTS, this::hear);
  }

  private void hear(Message<JsonObject> message) {
    try {
      Wire.readLenient(message.body().toBuffer().getBytes(), Event.class)
          .typed()
          .filter(SessionFailed.class::isInstance)
          .map(SessionFailed.class::cast)
          .filter(failed -> Offences.isOfTheCulprit(failed.code()))
          .ifPresent(this::judge);
    } catch (Refusal unreadable) {
      LOG.warn("a failed session cannot be read: {}", unreadable.getMessage());
    }
  }

  private void judge(SessionFailed failed) {
    culprit(failed)
        .compose(
            key ->
                claims
                    .claim(failed.sessionId().hex(), new Claim(clock.millis()), CLAIM_LIFE)
                    .onSuccess(mine -> strike(mine, key, failed)))
        .onFailure(
            failure ->
                LOG.warn(
                    "session={} a fault was not counted: {}",
                    failed.sessionId().hex(),
                    failure.toString()));
  }

  private void strike(boolean mine, PublicKey culprit, SessionFailed failed) {
    if (mine) {
      bans.strike(Subject.of(culprit), failed.code());
    }
  }

  private Future<PublicKey> culprit(SessionFailed failed) {
    return bus.request(SessionApi.GET, new SessionQuery(failed.sessionId()))
        .map(
            session -> {
              List<PublicKey> signers = RequestApi.ANNOUNCE.bodyOf(session.request()).orderedKeys();
              return signers.get(failed.culprit());
            });
  }
}
