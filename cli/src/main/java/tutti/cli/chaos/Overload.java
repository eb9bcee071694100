package tutti.cli.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tutti.cli.terminal.Terminal;
import tutti.protocol.json.Wire;

/** Ten times as many requests as can be served, for a while: many are refused, none is lost. */
final class Overload {
  private static final int TIMES = 10;
  private static final Duration RECOVERY = Duration.ofMinutes(5);
  private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(2);

  private final Fleet fleet;
  private final Load load;
  private final Terminal terminal;

  /**
   * What came of it.
   *
   * @param sustained sessions per second before, with all signers in one process
   * @param recoveryNanos from the end of the burst to the end of the last session of it
   */
  record Result(
      double sustained,
      long announced,
      Tally tally,
      long recoveryNanos,
      Sample before,
      Sample after) {
    /** What must not be: that all is taken on, or that it takes long to get over it. */
    List<String> problems() {
      List<String> problems = new ArrayList<>();
      if (tally.refused().isEmpty()) {
        problems.add("overload: nothing was refused, it was not too much");
      }
      if (recoveryNanos > LONGEST_RECOVERY.toNanos()) {
        problems.add("overload: over after %d s".formatted(recoveryNanos / 1_000_000_000));
      }
      return problems;
    }

    ObjectNode json() {
      ObjectNode json = Wire.mapper().createObjectNode();
      json.put("sustainedPerSecond", sustained).put("announced", announced);
      json.put("completed", tally.completed()).put("hanging", tally.running());
      ObjectNode refused = json.putObject("refused");
      tally.refused().forEach(refused::put);
      json.put("recoveryMillis", TimeUnit.NANOSECONDS.toMillis(recoveryNanos));
      json.set("before", before.json());
      json.set("after", after.json());
      return json;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d announced at %d x %.1f/s, %d completed, refused %s, over after %d s",
          announced,
          TIMES,
          sustained,
          tally.completed(),
          tally.refused(),
          TimeUnit.NANOSECONDS.toSeconds(recoveryNanos));
    }
  }

  Overload(Fleet fleet, Load load, Terminal terminal) {
    this.fleet = fleet;
    this.load = load;
    this.terminal = terminal;
  }

  Result run(Duration duration) throws InterruptedException, ExecutionException {
    terminal.progress("measuring what can be sustained");
    double sustained = load.sustained(() -> {});
    Sample before = Sample.of(fleet, 0);
    terminal.progress(
        "%d times %.1f sessions/s for %d s".formatted(TIMES, sustained, duration.toSeconds()));
    load.tooMuch(true);
    List<Signing> burst = load.burst(TIMES * sustained, duration);
    long end = System.nanoTime();
    terminal.progress("waiting for the %d sessions of the burst".formatted(burst.size()));
    awaitEnds(burst);
    long recovery = System.nanoTime() - end;
    load.tooMuch(false);
    return new Result(
        sustained, burst.size(), Tally.of(burst), recovery, before, Sample.of(fleet, 0));
  }

  /** What has not ended by then is found hanging, later. */
  private static void awaitEnds(List<Signing> burst)
      throws InterruptedException, ExecutionException {
    try {
      CompletableFuture.allOf(
              burst.stream().map(Signing::over).toArray(CompletableFuture<?>[]::new))
          .get(RECOVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The report says how many.
    }
  }
}
