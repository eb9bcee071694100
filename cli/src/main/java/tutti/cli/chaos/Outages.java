package tutti.cli.chaos;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Times at which something took longer than usual: an answer, or an event that was to follow. From
 * them one can tell how long after a fault everything was as before.
 */
final class Outages {
  private static final long UNUSUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  /** A request that is sent to a process that has just died is part of the outage. */
  private static final long BEGINNING_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  private final Queue<Span> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Span> events = new ConcurrentLinkedQueue<>();

  private record Span(long startNanos, long endNanos) {}

  /** An answer has arrived. */
  void answered(String address, long firstTryNanos, int tries) {
    long now = System.nanoTime();
    if (tries > 1 || now - firstTryNanos > UNUSUAL_NANOS) {
      answers.add(new Span(firstTryNanos, now));
    }
  }

  /** An event was heard that was due since everything for it had been acknowledged. */
  void heard(long dueNanos) {
    long now = System.nanoTime();
    if (now - dueNanos > UNUSUAL_NANOS) {
      events.add(new Span(dueNanos, now));
    }
  }

  /** How long after a fault, in nanoseconds, no request was left waiting for its answer. */
  long answersAfter(long faultNanos) {
    return after(faultNanos, answers);
  }

  /** How long after a fault no session was left waiting for an event. */
  long eventsAfter(long faultNanos) {
    return after(faultNanos, events);
  }

  /** The end of what began to wait around the fault, and of what began before that had ended. */
  private static long after(long faultNanos, Queue<Span> spans) {
    List<Span> ordered =
        spans.stream()
            .filter(span -> span.endNanos - faultNanos > 0)
            .sorted(Comparator.comparingLong(span -> span.startNanos - faultNanos))
            .toList();
    long end = 0;
    for (Span span : ordered) {
      if (span.startNanos - faultNanos > Math.max(BEGINNING_NANOS, end)) {
        break;
      }
      end = Math.max(end, span.endNanos - faultNanos);
    }
    return end;
  }
}
