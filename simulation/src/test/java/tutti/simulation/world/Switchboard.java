package tutti.simulation.world;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Who listens at which address, as the whole cluster believes; and asking them. */
public final class Switchboard {
  private final World world;
  private final Map<String, List<Listener>> listeners = new LinkedHashMap<>();

  Switchboard(World world) {
    this.world = world;
  }

  private record Listener(Life life, Function<Object, Future<?>> handler) {}

  /** Whoever hears the answer, or why there is none. */
  @FunctionalInterface
  public interface Hearer {
    void hear(@Nullable Object answer, @Nullable Refusal refusal);
  }

  /** Lets a life be asked, in a moment. */
  public void listen(
      String address, Life life, Function<Object, Future<?>> handler, Runnable then) {
    Listener listener = new Listener(life, handler);
    world
        .time()
        .after(
            world.chance().between(0, 20),
            life,
            () -> {
              listeners.computeIfAbsent(address, key -> new ArrayList<>()).add(listener);
              then.run();
            });
    life.atEnd(
        () ->
            world
                .time()
                .after(world.chance().between(300L, 1_500L), world.life(), () -> remove(life)));
  }

  /** Lets nobody ask it any more; everybody knows at once. */
  public void remove(Life life) {
    listeners.values().forEach(all -> all.removeIf(one -> one.life == life));
  }

  public boolean isHeard(String address) {
    return !listeners.getOrDefault(address, List.of()).isEmpty();
  }

  /** Asks anyone who listens, once. The hearer hears exactly once, if the asking life lasts. */
  public void ask(Life from, String address, Object query, long timeout, Hearer hearer) {
    List<Listener> able = listeners.getOrDefault(address, List.of());
    Exchange exchange = new Exchange(from, address, hearer);
    if (able.isEmpty()) {
      Refusal refusal = Refusal.of(ErrorCode.UNAVAILABLE, "nobody serves " + address);
      world.time().after(1, from, () -> exchange.end(null, refusal));
      return;
    }
    Refusal late = Refusal.of(ErrorCode.TIMEOUT, "no answer from " + address);
    exchange.deadline = world.time().after(timeout, from, () -> exchange.end(null, late));
    Listener asked = world.chance().pick(able);
    world
        .network()
        .send(from, asked.life, () -> Words.of(address, query), () -> exchange.ask(asked, query));
  }

  /** One question and its answer. */
  private final class Exchange {
    private final Life from;
    private final String address;
    private final Hearer hearer;
    private VirtualTime.@Nullable Happening deadline;
    private boolean ended;

    Exchange(Life from, String address, Hearer hearer) {
      this.from = from;
      this.address = address;
      this.hearer = hearer;
    }

    void ask(Listener asked, Object query) {
      Future<?> answer;
      try {
        answer = asked.handler.apply(query);
      } catch (Refusal refusal) {
        answer = Future.failedFuture(refusal);
      } catch (RuntimeException bug) {
        world.violated("an exception at " + address, bug);
        return;
      }
      answer.onComplete(
          value -> reply(asked, value, null), failure -> reply(asked, null, refusal(failure)));
    }

    private void reply(Listener asked, @Nullable Object value, @Nullable Refusal refusal) {
      world
          .network()
          .send(
              asked.life,
              from,
              () -> "answer of " + address + ": " + (refusal == null ? "" : refusal.code()),
              () -> end(value, refusal));
    }

    private Refusal refusal(Throwable failure) {
      if (failure instanceof Refusal refusal && refusal.code() != ErrorCode.INTERNAL) {
        return refusal;
      }
      world.violated("an internal error at " + address, failure);
      return Refusal.of(ErrorCode.INTERNAL, "internal error");
    }

    void end(@Nullable Object value, @Nullable Refusal refusal) {
      if (!ended) {
        ended = true;
        if (deadline != null) {
          deadline.cancel();
        }
        hearer.hear(value, refusal);
      }
    }
  }
}
