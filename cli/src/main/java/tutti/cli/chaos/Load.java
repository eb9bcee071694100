package tutti.cli.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Parties that sign one request after the other, all parties at the same time. */
final class Load implements AutoCloseable {
  private static final Duration STARTING = Duration.ofMinutes(2);
  private static final int THREES_OF_TEN = 3;

  private static final Duration MEASURING = Duration.ofSeconds(15);
  private static final int MOST_WINDOWS = 20;
  private static final double STILL_GROWING = 1.1;

  private static final long TICK_MILLIS = 10;
  private static final long LOOK_MILLIS = 500;

  /** Of the longest time to think, how much a session takes: each signer thinks once or twice. */
  private static final double SESSION_TO_THINKING = 1.2;

  private final Party.Stage stage;
  private final Pace pace;
  private final List<Party> parties = new ArrayList<>();
  private final Map<Party, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean running;
  private volatile boolean tooMuch;

  /** Something that waits. */
  interface Errand {
    void run() throws InterruptedException, ExecutionException;
  }

  private Load(Party.Stage stage) {
    this.stage = stage;
    this.pace = stage.pace();
  }

  /** So many parties, some of two and some of three. */
  static Load of(int concurrency, Party.Stage stage, Random random)
      throws ExecutionException, InterruptedException {
    Load load = new Load(stage);
    for (int i = 0; i < concurrency; i++) {
      int size = i % 10 < THREES_OF_TEN ? 3 : 2;
      load.parties.add(await(Party.start(size, stage, random.nextLong())));
    }
    return load;
  }

  Outages outages() {
    return stage.outages();
  }

  /** Lets signers think for up to so long. */
  void think(Duration longest) {
    pace.set(longest);
  }

  List<Party> parties() {
    return parties;
  }

  /** Ends by itself with so many sessions. */
  void limit(int sessions) {
    left.set(sessions);
  }

  /** Waits for the end of the sessions to which it is limited. */
  void awaitLimit(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (System.nanoTime() - deadline < 0
        && (left.get() > 0 || !stage.journal().signings().stream().allMatch(Signing::isOver))) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Begins; not all parties at the same moment. */
  void begin(Duration over) {
    running = true;
    for (int i = 0; i < parties.size(); i++) {
      Party party = parties.get(i);
      CompletableFuture.delayedExecutor(over.toMillis() * i / parties.size(), TimeUnit.MILLISECONDS)
          .execute(() -> next(party));
    }
  }

  /** Announces nothing more; what was announced goes on. */
  void stop() {
    running = false;
  }

  /**
   * How many sessions per second there are when nobody thinks: as soon as it grows no more, since
   * processes that have just started are slow. Fails if there are none.
   *
   * @param between what is to be done now and then, since this may take minutes
   */
  double sustained(Errand between) throws InterruptedException, ExecutionException {
    pace.set(Duration.ZERO);
    TimeUnit.MILLISECONDS.sleep(MEASURING.toMillis()); // what is thought about is still slow
    double before = 0;
    for (int window = 0; window < MOST_WINDOWS; window++) {
      double now = completedPerSecond();
      if (before > 0 && now < before * STILL_GROWING) {
        return Math.max(before, now);
      }
      before = now;
      between.run();
    }
    throw Refusal.of(
        ErrorCode.TIMEOUT,
        "what can be sustained is not known: %.1f/s, and growing".formatted(before));
  }

  private double completedPerSecond() throws InterruptedException {
    long before = stage.journal().tally().completed();
    long start = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(MEASURING.toMillis());
    double seconds = (System.nanoTime() - start) / 1e9;
    return (stage.journal().tally().completed() - before) / seconds;
  }

  /** Lets signers think for so long that there are so many sessions per second. */
  void slowDownTo(double perSecond) {
    double seconds = parties.size() / Math.max(perSecond, 1e-3) / SESSION_TO_THINKING;
    pace.set(Duration.ofMillis((long) (seconds * 1_000)));
  }

  /** While there is too much to do, what any party announces may be refused. */
  void tooMuch(boolean now) {
    tooMuch = now;
  }

  /** Announces so many requests per second, however many are under way already. */
  List<Signing> burst(double perSecond, Duration duration) throws InterruptedException {
    List<Signing> burst = new ArrayList<>();
    long start = System.nanoTime();
    for (long now = start; now - start < duration.toNanos(); now = System.nanoTime()) {
      long due = (long) ((now - start) / 1e9 * perSecond);
      while (burst.size() < due) {
        burst.add(parties.get(burst.size() % parties.size()).tryToSign());
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    return burst;
  }

  private void next(Party party) {
    if (running && left.getAndDecrement() > 0) {
      Signing signing = tooMuch ? party.tryToSign() : party.sign();
      underWay.put(party, signing.over().thenRunAsync(() -> next(party)));
    }
  }

  static <T> T await(CompletableFuture<T> future) throws ExecutionException, InterruptedException {
    try {
      return future.get(STARTING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Refusal.of(ErrorCode.TIMEOUT, "the signers did not start in time");
    }
  }

  @Override
  public void close() {
    parties.forEach(Party::close);
  }
}
