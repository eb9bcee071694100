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
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Parties that sign one request after the other, all parties at the same time. */
final class Load implements AutoCloseable {
  private static final Duration STARTING = Duration.ofMinutes(2);
  private static final int THREES_OF_TEN = 3;

  private final List<Party> parties = new ArrayList<>();
  private final Map<Party, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
  private volatile boolean running;

  private Load() {}

  /** So many parties, some of two and some of three. */
  static Load of(int concurrency, Party.Watch watch, Random random)
      throws ExecutionException, InterruptedException {
    Load load = new Load();
    for (int i = 0; i < concurrency; i++) {
      int size = i % 10 < THREES_OF_TEN ? 3 : 2;
      load.parties.add(await(Party.start(size, watch, random.nextLong())));
    }
    return load;
  }

  List<Party> parties() {
    return parties;
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

  private void next(Party party) {
    if (running) {
      Signing signing = party.sign();
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
