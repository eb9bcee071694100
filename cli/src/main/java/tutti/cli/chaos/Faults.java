package tutti.cli.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import tutti.cli.terminal.Terminal;

/** Does to the processes what happens to processes, and notes what came of it. */
final class Faults {
  private static final Duration AFTERMATH = Duration.ofSeconds(6);

  private final Fleet fleet;
  private final Outages outages;
  private final Terminal terminal;
  private final Random random;
  private final long startNanos = System.nanoTime();
  private final List<Injected> injected = new ArrayList<>();
  private final List<Slot> turn = new ArrayList<>();

  /**
   * A fault that was injected.
   *
   * @param kind {@code kill} and so on
   * @param answersNanos how long requests were left waiting
   * @param eventsNanos how long sessions were left waiting
   */
  record Injected(long atMillis, String kind, String target, long answersNanos, long eventsNanos) {
    /** Until everything was as before. */
    long takeoverNanos() {
      return Math.max(answersNanos, eventsNanos);
    }
  }

  Faults(Fleet fleet, Outages outages, Terminal terminal, Random random) {
    this.fleet = fleet;
    this.outages = outages;
    this.terminal = terminal;
    this.random = random;
  }

  List<Injected> injected() {
    return List.copyOf(injected);
  }

  /** Kills the next process, of each service in turn, and starts another after some seconds. */
  void kill() throws InterruptedException, ExecutionException {
    Slot slot = next();
    pause(1_000, 4_000);
    long atMillis = atMillis();
    long killedNanos = System.nanoTime();
    slot.kill();
    pause(2_000, 6_000);
    slot.start();
    slot.awaitReady();
    fleet.awaitBackedUp();
    note(new Injected(atMillis, "kill", slot.name(), 0, 0), killedNanos);
  }

  /** Stops one process after the other in order, and starts another in its place. */
  void rolling(List<Slot> slots) throws InterruptedException, ExecutionException {
    for (Slot slot : slots) {
      long atMillis = atMillis();
      long toldNanos = System.nanoTime();
      boolean inOrder = slot.stop();
      slot.start();
      slot.awaitReady();
      fleet.awaitBackedUp();
      String kind = inOrder ? "restart" : "restart, not in order";
      note(new Injected(atMillis, kind, slot.name(), 0, 0), toldNanos);
    }
  }

  /** What a fault did is known when it is long over. */
  private void note(Injected fault, long faultNanos) throws InterruptedException {
    long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - faultNanos);
    TimeUnit.MILLISECONDS.sleep(Math.max(0, AFTERMATH.toMillis() - since));
    var measured =
        new Injected(
            fault.atMillis,
            fault.kind,
            fault.target,
            outages.answersAfter(faultNanos),
            outages.eventsAfter(faultNanos));
    injected.add(measured);
    terminal.progress(
        "%d s: %s %s, taken over after %d ms"
            .formatted(
                measured.atMillis / 1_000,
                measured.kind,
                measured.target,
                TimeUnit.NANOSECONDS.toMillis(measured.takeoverNanos())));
  }

  /** All of them once, in an order by chance, and then again in another. */
  private Slot next() {
    if (turn.isEmpty()) {
      turn.addAll(fleet.slots());
      Collections.shuffle(turn, random);
      if (injected.isEmpty()) {
        // A member that holds documents first, so that even a short run has one.
        turn.sort(Comparator.comparing(slot -> !slot.holdsDocuments()));
      }
    }
    return turn.remove(0);
  }

  private void pause(int fromMillis, int toMillis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(fromMillis + random.nextInt(toMillis - fromMillis));
  }

  private long atMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }
}
