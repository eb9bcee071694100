package tutti.runtime.state;

import io.vertx.core.Future;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.runtime.Timing;

/**
 * Looks at the documents that are due, wherever they are, again and again: every instance of a
 * service does, whether its member holds documents or not, so that nothing is left undone as long
 * as one of them runs. That several look at the same document does no harm, since whoever comes
 * second finds it no longer due. A sweep begins only after the one before it has ended; what fails
 * is tried again with the next one.
 */
public final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final int AT_A_TIME = 32;

  private final Timing timing;
  private final Documents<?, ?, ?> documents;
  private final SweepTarget target;
  private final Rhythm rhythm;
  private final SweepWatch watch;

  private volatile boolean running;
  private volatile String complaint = "";
  private volatile Future<Void> pause = Future.succeededFuture();
  private volatile Future<Void> sweep = Future.succeededFuture();

  public Sweeper(Timing timing, Documents<?, ?, ?> documents, SweepTarget target, Rhythm rhythm) {
    this(timing, documents, target, rhythm, SweepWatch.NONE);
  }

  /** With somebody who sees what it does. */
  public Sweeper(
      Timing timing,
      Documents<?, ?, ?> documents,
      SweepTarget target,
      Rhythm rhythm,
      SweepWatch watch) {
    this.timing = timing;
    this.documents = documents;
    this.target = target;
    this.rhythm = rhythm;
    this.watch = watch;
  }

  public void start() {
    if (!running) {
      running = true;
      scheduleNext();
    }
  }

  /** Begins no further sweep. The future completes when the last one has ended. */
  public Future<Void> stop() {
    running = false;
    return sweep;
  }

  private void scheduleNext() {
    if (running) {
      Future<Void> next = timing.pause(rhythm.nextPause(timing));
      pause = next;
      next.onSuccess(ignored -> beginAfter(next));
    }
  }

  // It may have been stopped, and even started anew, meanwhile.
  private void beginAfter(Future<Void> paused) {
    if (running && paused == pause) {
      begin();
    }
  }

  private void begin() {
    sweep =
        documents
            .dueKeys(rhythm.clock().millis())
            .compose(this::sweepAll)
            .onSuccess(swept -> complaint = "")
            .otherwise(this::complain)
            .onComplete(ignored -> scheduleNext());
  }

  // Once for each reason: without enough members every sweep fails, for as long as that lasts.
  private @Nullable Void complain(Throwable failure) {
    watch.failed();
    String reason = failure.toString();
    if (!reason.equals(complaint)) {
      LOG.warn("sweep of {} failed: {}", documents.name(), reason);
    }
    complaint = reason;
    return null;
  }

  // What is told once per sweep does not fill the log when nothing works for a while.
  private Future<Void> sweepAll(List<String> keys) {
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    long begun = System.nanoTime();
    return sweepFrom(keys, 0, failures)
        .onSuccess(
            swept -> {
              int left = failures.size();
              watch.swept(keys.size() - left, left, System.nanoTime() - begun);
              if (!failures.isEmpty()) {
                LOG.warn(
                    "{} of {} {} could not be swept, first {}",
                    failures.size(),
                    keys.size(),
                    documents.name(),
                    failures.peek());
              }
            });
  }

  // A bounded number at a time: after a long pause thousands may be due at once.
  private Future<Void> sweepFrom(List<String> keys, int start, Queue<String> failures) {
    if (start >= keys.size() || !running) {
      return Future.succeededFuture();
    }
    int end = Math.min(start + AT_A_TIME, keys.size());
    return Future.join(
            keys.subList(start, end).stream().map(key -> sweepOne(key, failures)).toList())
        .compose(ignored -> sweepFrom(keys, end, failures));
  }

  private Future<Void> sweepOne(String key, Queue<String> failures) {
    Future<?> done;
    try {
      done = target.sweep(key);
    } catch (RuntimeException e) {
      done = Future.failedFuture(e);
    }
    return done.<Void>mapEmpty()
        .recover(
            failure -> {
              failures.add(key + ": " + failure);
              return Future.succeededFuture();
            });
  }
}
