package tutti.cli.chaos;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Times at which something took longer than usual: an answer, or an event that was to follow. From
 * them one can tell how long after a fault everything was as before: when the run is over, since
 * only then is it known what never came.
 */
public final class Outages {
  private static final long UNUSUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  /**
   * Whatever begins to wait so soon after a fault does so because of it, though others were
   * answered meanwhile: everything is asked several times a second.
   */
  private static final long AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(5_000);

  private final LongSupplier clock;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final Queue<Span> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Span> events = new ConcurrentLinkedQueue<>();

  private record Span(long startNanos, long endNanos, String what) {}

  /**
   * How long something was waited for after a fault.
   *
   * @param what came last
   */
  public record Wait(long nanos, String what) {
    static final Wait NONE = new Wait(0, "nothing");

    /** In milliseconds. */
    public long millis() {
      return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
  }

  /** Somebody who has asked and has no answer; each is one of its own. */
  static final class Waiting {
    private final String what;
    private final long startNanos;
    private volatile @Nullable Long refusedNanos;

    private Waiting(String what, long startNanos) {
      this.what = what;
      this.startNanos = startNanos;
    }
  }

  Outages() {
    this(System::nanoTime);
  }

  Outages(LongSupplier clock) {
    this.clock = clock;
  }

  /** Something is asked, for the first time. */
  Waiting asked(String what) {
    Waiting one = new Waiting(what, clock.getAsLong());
    waiting.add(one);
    return one;
  }

  /** One try came to nothing; unless it is tried again, it was given up with that. */
  void refused(Waiting one) {
    one.refusedNanos = clock.getAsLong();
  }

  /** It is tried again. */
  void triedAgain(Waiting one) {
    one.refusedNanos = null;
  }

  /** The answer has arrived. */
  void answered(Waiting one, int tries) {
    waiting.remove(one);
    long now = clock.getAsLong();
    if (tries > 1 || now - one.startNanos > UNUSUAL_NANOS) {
      answers.add(new Span(one.startNanos, now, "%s, asked %d times".formatted(one.what, tries)));
    }
  }

  /** An event was heard, or is given up, that was due since everything for it was acknowledged. */
  void heard(long dueNanos) {
    long now = clock.getAsLong();
    if (now - dueNanos > UNUSUAL_NANOS) {
      events.add(new Span(dueNanos, now, "an event"));
    }
  }

  /**
   * How long after a fault no request was left waiting for its answer.
   *
   * @param nextNanos when the next fault came: what began to wait then is for that one to answer
   */
  Wait answersAfter(long faultNanos, long nextNanos) {
    long now = clock.getAsLong();
    Stream<Span> open =
        waiting.stream()
            .map(
                one ->
                    new Span(
                        one.startNanos,
                        Objects.requireNonNullElse(one.refusedNanos, now),
                        one.what + ", never answered"));
    return after(faultNanos, nextNanos, Stream.concat(answers.stream(), open));
  }

  /** How long after a fault no session was left waiting for an event. */
  Wait eventsAfter(long faultNanos, long nextNanos) {
    return after(faultNanos, nextNanos, events.stream());
  }

  /** The end of what began to wait around the fault, and of what began before that had ended. */
  private static Wait after(long faultNanos, long nextNanos, Stream<Span> spans) {
    List<Span> ordered =
        spans
            .filter(span -> span.endNanos - faultNanos > 0)
            .filter(span -> span.startNanos - nextNanos < 0)
            .sorted(Comparator.comparingLong(span -> span.startNanos - faultNanos))
            .toList();
    Wait last = Wait.NONE;
    for (Span span : ordered) {
      if (span.startNanos - faultNanos > Math.max(AFTER_NANOS, last.nanos)) {
        break;
      }
      if (span.endNanos - faultNanos > last.nanos) {
        last = new Wait(span.endNanos - faultNanos, span.what);
      }
    }
    return last;
  }
}
