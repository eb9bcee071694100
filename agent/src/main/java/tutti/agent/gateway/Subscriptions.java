package tutti.agent.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.Addresses;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.json.Wire;

/**
 * What is listened at, on this connection and on those that come after it: a gateway forgets its
 * clients when they go. Used from one context only.
 */
final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private final Link link;
  private final String audience;
  private final List<Holder> holders;
  private final List<One> all = new ArrayList<>();

  Subscriptions(Link link, String audience, List<Holder> holders) {
    this.link = link;
    this.audience = audience;
    this.holders = holders;
  }

  /** One listener at one address, and whether it has been let in there. */
  record One(String address, Consumer<Event> events, Promise<Void> letIn) {}

  /** Listens as soon as there is a connection; fails if the gateway refuses. */
  Future<One> open(String address, Consumer<Event> events) {
    One one = new One(address, events, Promise.promise());
    all.add(one);
    if (link.isOpen()) {
      register(address); // if that breaks, the next connection does it again
    }
    return one.letIn.future().map(one);
  }

  Future<Void> close(One one) {
    if (!all.remove(one) || !at(one.address).isEmpty()) {
      return Future.succeededFuture();
    }
    link.say(new JsonObject().put("type", "unregister").put("address", one.address));
    return Future.succeededFuture();
  }

  /** Listens anew everywhere, on a new connection; where it is refused, again after a while. */
  Future<Void> renew() {
    return Future.join(
            all.stream()
                .map(One::address)
                .distinct()
                .map(address -> register(address).recover(failure -> later(address, failure)))
                .toList())
        .mapEmpty();
  }

  /** One inbox that is closed to a key must not close those of others. */
  private Future<Void> later(String address, Throwable failure) {
    if (!link.isOpen()) {
      return Future.failedFuture(failure); // the next connection does it
    }
    LOG.warn("the gateway does not open {} now: {}", address, failure.toString());
    link.later(
        () -> {
          if (!at(address).isEmpty() && link.isOpen()) {
            register(address).recover(again -> later(address, again));
          }
        });
    return Future.succeededFuture();
  }

  /** Passes an event on; whoever sent it to an inbox learns that somebody listens. */
  void heard(JsonObject frame) {
    String address = frame.getString("address", "");
    JsonObject body = frame.getJsonObject("body", new JsonObject());
    at(address).forEach(one -> deliver(one, body));
    String replyAddress = frame.getString("replyAddress");
    if (replyAddress != null) {
      link.say(
          new JsonObject()
              .put("type", "send")
              .put("address", replyAddress)
              .put("body", new JsonObject()));
    }
  }

  private static void deliver(One one, JsonObject body) {
    try {
      one.events.accept(GatewayBus.read(body, Event.class));
    } catch (Refusal malformed) {
      LOG.debug("What arrived at {} is no event", one.address);
    }
  }

  private Future<Void> register(String address) {
    Future<?> allowed =
        holders.stream()
            .filter(one -> address.equals(Addresses.inbox(one.publicKey())))
            .findFirst()
            .<Future<?>>map(this::logIn)
            .orElseGet(Future::succeededFuture);
    return allowed
        .compose(in -> link.ask(new JsonObject().put("type", "register").put("address", address)))
        .<Void>mapEmpty()
        .onSuccess(in -> at(address).forEach(one -> one.letIn.tryComplete()))
        .onFailure(failure -> refused(address, failure));
  }

  /**
   * Whoever has been let in before waits for better times; whoever has not learns that it is not.
   */
  private void refused(String address, Throwable failure) {
    if (failure instanceof Refusal refusal && !refusal.code().retryable()) {
      at(address).stream().filter(one -> one.letIn.tryFail(refusal)).forEach(all::remove);
    }
  }

  private List<One> at(String address) {
    return all.stream().filter(one -> one.address.equals(address)).toList();
  }

  private Future<?> logIn(Holder holder) {
    var query = new ChallengeQuery(holder.publicKey());
    return ask(GatewayApi.CHALLENGE.address(), query)
        .map(reply -> GatewayBus.read(reply, LoginChallenge.class))
        .compose(
            challenge ->
                ask(
                    GatewayApi.LOGIN.operation().address(),
                    holder.answer(challenge, audience, System.currentTimeMillis())));
  }

  private Future<JsonObject> ask(String address, Object body) {
    return link.ask(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("body", new JsonObject(Wire.map(body))));
  }
}
