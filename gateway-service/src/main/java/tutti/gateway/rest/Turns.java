package tutti.gateway.rest;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Lets only so many wait for work that takes its time, and only a few from one address. */
final class Turns {
  private static final long COME_AGAIN_MILLIS = 1_000;

  private final int all;
  private final int ofOne;
  private final Map<String, Integer> waiting = new HashMap<>();
  private int count;

  Turns(int all, int ofOne) {
    this.all = all;
    this.ofOne = ofOne;
  }

  /**
   * Does it, unless too much is waiting already.
   *
   * @throws Refusal {@code OVERLOADED}, or {@code RATE_LIMITED} if it is this one who waits
   */
  <T> Future<T> take(String who, Supplier<Future<T>> work) {
    enter(who);
    try {
      return work.get().onComplete(done -> leave(who));
    } catch (RuntimeException e) {
      leave(who);
      throw e;
    }
  }

  private synchronized void enter(String who) {
    int own = waiting.getOrDefault(who, 0);
    if (own >= ofOne) {
      throw Refusal.of(ErrorCode.RATE_LIMITED, "%d of yours are being worked out".formatted(own))
          .retryAfter(COME_AGAIN_MILLIS);
    }
    if (count >= all) {
      throw Refusal.of(ErrorCode.OVERLOADED, "%d are waiting for this".formatted(count))
          .retryAfter(COME_AGAIN_MILLIS);
    }
    count++;
    waiting.put(who, own + 1);
  }

  private synchronized void leave(String who) {
    count--;
    waiting.computeIfPresent(who, (any, own) -> own == 1 ? null : own - 1);
  }
}
