package tutti.gateway.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.access.ApiKeys;
import tutti.gateway.domain.ApiKey;
import tutti.gateway.domain.BearerToken;
import tutti.gateway.domain.Claim;
import tutti.gateway.domain.Webhook;
import tutti.gateway.domain.WebhookTarget;
import tutti.gateway.event.PublicEvents;
import tutti.gateway.event.PublicEvents.Published;
import tutti.gateway.store.DeliveryMap;
import tutti.gateway.store.ExpiringMap;
import tutti.gateway.store.WebhookMap;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.WebhookTargets;

/**
 * Sends public events to where operators want them. Every gateway hears every event; the first that
 * claims one sends it, so that it arrives once.
 */
public final class Webhooks {
  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final long REFRESH_MILLIS = 2_000;
  private static final int MAX_HOOKS = 100;
  private static final long CLAIM_LIFE = 3_600_000;

  private final Vertx vertx;
  private final Clock clock;
  private final ApiKeys apiKeys;
  private final boolean anywhere;
  private final ExpiringMap<Webhook> hooks;
  private final ExpiringMap<Claim> claims;
  private final WebhookSender sender;
  private volatile List<Webhook> known = List.of();
  private long timer;

  public Webhooks(ServiceContext context, ApiKeys apiKeys) {
    this.vertx = context.vertx();
    this.clock = context.clock();
    this.apiKeys = apiKeys;
    this.anywhere = context.settings().get(EdgeSettings.WEBHOOK_TARGETS) == WebhookTargets.ANY;
    this.hooks = new ExpiringMap<>(vertx, context.hazelcast(), WebhookMap.NAME);
    this.claims = new ExpiringMap<>(vertx, context.hazelcast(), DeliveryMap.NAME);
    this.sender = new WebhookSender(vertx, clock, anywhere);
  }

  /** A webhook that was made, and its secret. */
  public record Created(Webhook webhook, WebhookSecret secret) {}

  /** Begins to send. */
  public void start(PublicEvents events) {
    if (apiKeys.operatorKey().isEmpty()) {
      return; // nothing could be signed, and nobody could have made one
    }
    refresh();
    timer = vertx.setPeriodic(REFRESH_MILLIS, now -> refresh());
    events.follow(this::happened);
  }

  public void stop() {
    vertx.cancelTimer(timer);
    sender.close();
  }

  public Future<Created> create(String url, List<String> types, String createdBy) {
    URI target = WebhookTarget.parse(url, anywhere);
    Webhook hook =
        new Webhook(
            UUID.randomUUID().toString(), target.toString(), types, createdBy, clock.millis());
    return sender
        .requireAllowed(target)
        .compose(allowed -> hooks.values())
        .compose(
            all ->
                all.size() < MAX_HOOKS
                    ? hooks.put(hook.id(), hook)
                    : Future.failedFuture(
                        Refusal.of(
                            ErrorCode.RATE_LIMITED,
                            "no more than %d webhooks".formatted(MAX_HOOKS))))
        // Whoever has the answer hears of what happens from now on, at least through this gateway.
        .compose(kept -> refresh())
        .map(new Created(hook, secret(hook)));
  }

  /** Those that this key has made; all, for one that may do everything. */
  public Future<List<Webhook>> of(ApiKey key) {
    return hooks.values().map(all -> all.stream().filter(hook -> hook.isOf(key)).toList());
  }

  /** Removes one that this key has made. */
  public Future<Void> delete(String id, ApiKey key) {
    return hooks
        .get(id)
        .compose(
            found ->
                found.filter(hook -> hook.isOf(key)).isPresent()
                    ? hooks.take(id)
                    : Future.failedFuture(
                        Refusal.of(ErrorCode.NOT_FOUND, "there is no such webhook")))
        .compose(deleted -> refresh());
  }

  /** Removes all of a key that is taken back. */
  public Future<Void> deleteOf(String keyId) {
    return hooks
        .values()
        .compose(
            all ->
                Future.all(
                    all.stream()
                        .filter(hook -> hook.createdBy().equals(keyId))
                        .map(hook -> hooks.take(hook.id()))
                        .toList()))
        .compose(deleted -> refresh());
  }

  /** What an expired key has made is sent nothing more. */
  private Future<Void> refresh() {
    return Future.all(hooks.values(), apiKeys.validIds())
        .onSuccess(
            both -> {
              List<Webhook> all = both.resultAt(0);
              Set<String> makers = both.resultAt(1);
              known = all.stream().filter(hook -> makers.contains(hook.createdBy())).toList();
            })
        .onFailure(failure -> LOG.debug("webhooks are not known now: {}", failure.toString()))
        .<Void>mapEmpty()
        .otherwiseEmpty(); // soon again
  }

  private void happened(Published event) {
    for (Webhook hook : known) {
      if (hook.wants(event.type())) {
        claims
            .claim(hook.id() + "/" + event.id(), new Claim(clock.millis()), CLAIM_LIFE)
            .onSuccess(
                mine -> {
                  if (mine) {
                    sender.send(hook, secret(hook), event);
                  }
                })
            .onFailure(failure -> LOG.warn("an event was not sent: {}", failure.toString()));
      }
    }
  }

  private WebhookSecret secret(Webhook hook) {
    BearerToken master =
        apiKeys
            .operatorKey()
            .orElseThrow(
                () ->
                    Refusal.of(ErrorCode.NOT_ALLOWED, "webhooks need a gateway-operator-key-file"));
    return WebhookSecret.of(master, hook.id());
  }
}
