package tutti.cli.chaos;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;

/**
 * Loses, repeats and delays the messages that reach one process, requests and answers and events
 * alike. It stands in front of the bus, where a bad network would; nothing behind it knows.
 */
final class Interference {
  private static final String REPEATED = "chaos-repeated";

  private final Vertx vertx;
  private volatile Disturbance disturbance = Disturbance.NONE;

  private Interference(Vertx vertx) {
    this.vertx = vertx;
  }

  static Interference of(Vertx vertx) {
    Interference interference = new Interference(vertx);
    vertx.eventBus().addInboundInterceptor(interference::meet);
    return interference;
  }

  void set(Disturbance wanted) {
    disturbance = wanted;
  }

  private void meet(DeliveryContext<Object> delivery) {
    Disturbance now = disturbance;
    Message<Object> message = delivery.message();
    if (now.loses()) {
      return;
    }
    if (message.address() != null && !message.headers().contains(REPEATED) && now.repeats()) {
      repeat(message);
    }
    int delay = now.delay();
    if (delay == 0) {
      delivery.next();
    } else {
      vertx.setTimer(delay, late -> delivery.next());
    }
  }

  /** Its answer, if it has one, finds nobody: that of the first is used up. */
  private void repeat(Message<Object> message) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(message.headers()))
            .addHeader(REPEATED, "yes")
            .setLocalOnly(true);
    vertx.eventBus().send(message.address(), message.body(), options);
  }
}
