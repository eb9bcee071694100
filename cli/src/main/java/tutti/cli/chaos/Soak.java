package tutti.cli.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import tutti.cli.terminal.Terminal;

/**
 * A long time at half of what can be sustained, without faults: nothing may grow. What ended a
 * while ago is read back and forgotten here before the services forget it too.
 */
final class Soak {
  /** How long the services keep what has ended, so that a soak sees things go. */
  static final Duration RETENTION = Duration.ofMinutes(2);

  /** Requests live as long, and are kept as long again; then as many go as come. */
  private static final Duration WARM_UP = RETENTION.multipliedBy(2).plusMinutes(1);

  /** Cold processes that are given all that they can take fall behind for minutes. */
  private static final Duration WARMING = Duration.ofMinutes(1);

  private static final Duration READ_BACK_AFTER = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int SAMPLES = 24;
  private static final String ROW = "%7s %9s %9s %9s %9s %8s %7s %6s %9s %9s %6s";

  private final Fleet fleet;
  private final Load load;
  private final Journal journal;
  private final Audit audit;
  private final Terminal terminal;
  private final List<Sample> samples = new ArrayList<>();

  Soak(Fleet fleet, Load load, Journal journal, Audit audit, Terminal terminal) {
    this.fleet = fleet;
    this.load = load;
    this.journal = journal;
    this.audit = audit;
    this.terminal = terminal;
  }

  /** Whether anything grew. */
  Growth growth() {
    return new Growth(List.copyOf(samples), WARM_UP.toSeconds());
  }

  void run(Duration duration) throws InterruptedException, ExecutionException {
    terminal.progress("warming up for %d s".formatted(WARMING.toSeconds()));
    TimeUnit.MILLISECONDS.sleep(WARMING.toMillis());
    terminal.progress("measuring what can be sustained");
    double sustained = load.sustained(this::forgetWhatIsOld);
    terminal.progress("%.1f sessions/s; going on with half of that".formatted(sustained));
    load.slowDownTo(sustained / 2);
    terminal.progress(heading());
    long start = System.nanoTime();
    long nextSample = 0;
    while (System.nanoTime() - start < duration.toNanos()) {
      if (System.nanoTime() - start >= nextSample) {
        sample(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        nextSample += duration.toNanos() / SAMPLES;
      }
      forgetWhatIsOld();
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    sample(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
  }

  /** What {@link #row} shows. */
  static String heading() {
    return ROW.formatted(
        "seconds",
        "session",
        "request",
        "crypto",
        "discovery",
        "signers",
        "threads",
        "files",
        "sessions",
        "requests",
        "subs");
  }

  /** Largest heaps after a collection in MB, and what there is of everything else. */
  static String row(Sample sample) {
    return ROW.formatted(
        sample.atSeconds(),
        sample.heapMegabytes("session"),
        sample.heapMegabytes("request"),
        sample.heapMegabytes("crypto"),
        sample.heapMegabytes("discovery"),
        sample.heapMegabytes("signers"),
        sample.threads(),
        sample.files(),
        sample.entries("sessions"),
        sample.entries("signing-requests"),
        sample.subscriptions());
  }

  private void sample(long atSeconds) throws InterruptedException {
    Sample sample = Sample.of(fleet, atSeconds);
    samples.add(sample);
    terminal.progress(row(sample));
  }

  private void forgetWhatIsOld() throws InterruptedException, ExecutionException {
    long now = System.nanoTime();
    List<Signing> old =
        journal.signings().stream()
            .filter(Signing::isOver)
            .filter(signing -> now - signing.endedNanos() > READ_BACK_AFTER.toNanos())
            .toList();
    audit.check(old);
    old.forEach(journal::forget);
  }
}
