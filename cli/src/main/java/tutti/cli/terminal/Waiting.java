package tutti.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Waits for what takes long, and says so. */
public final class Waiting {
  private static final long QUIET_MILLIS = 5_000;
  private static final long REPEAT_MILLIS = 15_000;

  private final Terminal terminal;

  public Waiting(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Waits for a result.
   *
   * @param what completes the sentence "waiting for"
   * @throws Refusal {@code TIMEOUT} when it takes longer than allowed
   * @throws ExecutionException when there will be none
   */
  public <T> T until(CompletionStage<T> stage, Duration atMost, String what)
      throws ExecutionException, InterruptedException {
    long start = System.nanoTime();
    long pause = QUIET_MILLIS;
    while (true) {
      long left = atMost.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      try {
        return stage
            .toCompletableFuture()
            .get(Math.max(1, Math.min(pause, left)), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (left <= pause) {
          throw Refusal.of(
              ErrorCode.TIMEOUT, "waited %s for %s".formatted(text(atMost.toMillis()), what));
        }
        terminal.progress("waiting for %s, %s left ...".formatted(what, text(left - pause)));
        pause = REPEAT_MILLIS;
      }
    }
  }

  private static String text(long millis) {
    return millis < 10_000 ? millis + " ms" : millis / 1_000 + " s";
  }
}
