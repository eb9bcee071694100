package tutti.cli.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tutti.cli.terminal.Terminal;
import tutti.protocol.json.Wire;

/** Does to the processes what happens to processes, and notes what came of it. */
final class Faults {
  private static final Duration AFTERMATH = Duration.ofSeconds(6);
  private static final Duration FROZEN = Duration.ofSeconds(20);
  private static final Duration CUT_OFF = Duration.ofSeconds(20);
  private static final Duration LOSING = Duration.ofSeconds(30);
  private static final Duration BURST = Duration.ofMinutes(1);
  private static final int SIGNERS = 10;
  private static final String KILL = "kill";
  private static final String SIGNER = "signer";
  private static final Disturbance LOSSES = new Disturbance(20, 10, 500);

  private final Fleet fleet;
  private final Load load;
  private final Outages outages;
  private final Terminal terminal;
  private final Random random;
  private final int restarts;
  private final Duration thinking;
  private final List<Overload.Result> overloads = new ArrayList<>();
  private final List<String> disorders = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private final List<Over> over = new ArrayList<>();
  private final List<Slot> turn = new ArrayList<>();

  /**
   * A fault that was injected.
   *
   * @param kind {@code kill} and so on
   * @param answers how long requests were left waiting
   * @param events how long sessions were left waiting
   * @param wholeNanos until the cluster was whole again
   */
  record Injected(
      long atMillis,
      String kind,
      String target,
      Outages.Wait answers,
      Outages.Wait events,
      long wholeNanos) {
    /** Whether others had to take over from it, without a word from it. */
    boolean isKill() {
      return kind.equals(KILL);
    }

    /** Whether signers ended: nobody knows which questions nobody asks any more. */
    boolean isOfSigners() {
      return kind.equals(SIGNER);
    }

    /** Until everything was as before. */
    long takeoverNanos() {
      return Math.max(answers.nanos(), events.nanos());
    }

    ObjectNode json() {
      ObjectNode json = Wire.mapper().createObjectNode();
      json.put("atMillis", atMillis).put("kind", kind).put("target", target);
      json.put("answersMillis", answers.millis()).put("lastAnswer", answers.what());
      json.put("eventsMillis", events.millis());
      json.put("wholeMillis", TimeUnit.NANOSECONDS.toMillis(wholeNanos));
      return json;
    }
  }

  private record Over(Beginning fault, long wholeNanos) {}

  private record Beginning(String kind, String target, long nanos, long atMillis) {}

  Faults(Fleet fleet, Load load, Terminal terminal, Plan plan) {
    this.fleet = fleet;
    this.load = load;
    this.outages = load.outages();
    this.terminal = terminal;
    this.random = new Random(plan.seed());
    this.restarts = plan.restarts();
    this.thinking = plan.thinking();
  }

  int kills() {
    return (int) over.stream().filter(one -> one.fault.kind.equals(KILL)).count();
  }

  /** What was not done in order though nothing was in its way. */
  List<String> disorders() {
    return List.copyOf(disorders);
  }

  List<Overload.Result> overloads() {
    return List.copyOf(overloads);
  }

  /** To be asked when the run is over: before, nobody knows what has not been answered yet. */
  List<Injected> injected() {
    List<Injected> injected = new ArrayList<>();
    long end = System.nanoTime();
    for (int i = 0; i < over.size(); i++) {
      Beginning fault = over.get(i).fault;
      long next = i + 1 < over.size() ? over.get(i + 1).fault.nanos : end;
      injected.add(
          new Injected(
              fault.atMillis,
              fault.kind,
              fault.target,
              outages.answersAfter(fault.nanos, next),
              outages.eventsAfter(fault.nanos, next),
              over.get(i).wholeNanos));
    }
    return injected;
  }

  void beginToLose() {
    fleet.disturb(LOSSES);
  }

  void inject(FaultKind kind) throws InterruptedException, ExecutionException {
    pause(1_000, 4_000);
    switch (kind) {
      case KILL -> kill(next());
      case ROLLING -> rolling();
      case STOP -> stop(next());
      case LOSS -> lose();
      case PARTITION -> cut(next(Slot::holdsDocuments));
      case SIGNER -> restartSigners();
      case OVERLOAD -> overload();
    }
  }

  /** Ends one of those that hold documents; nothing follows it. */
  Slot killDataMember() throws InterruptedException {
    Slot slot = fleet.slots().stream().filter(Slot::holdsDocuments).findFirst().orElseThrow();
    slot.kill();
    return slot;
  }

  /** Kills a process, and starts another after some seconds. */
  private void kill(Slot slot) throws InterruptedException, ExecutionException {
    Beginning killed = begin(KILL, slot.name());
    slot.kill();
    pause(2_000, 6_000);
    slot.start();
    slot.awaitReady();
    note(killed);
  }

  /** Stops one process after the other in order, and starts another in its place. */
  private void rolling() throws InterruptedException, ExecutionException {
    for (Slot slot : fleet.slots().subList(0, Math.min(restarts, fleet.slots().size()))) {
      Beginning told = begin("restart", slot.name());
      if (!slot.stop()) {
        disorders.add("%s did not stop in order".formatted(slot.name()));
      }
      slot.start();
      slot.awaitReady();
      note(told);
    }
  }

  /** Longer than silence is put up with, so that the others go on without it, and it comes back. */
  private void stop(Slot slot) throws InterruptedException, ExecutionException {
    Beginning stopped = begin("stop", slot.name());
    slot.freeze();
    TimeUnit.MILLISECONDS.sleep(FROZEN.toMillis());
    slot.thaw();
    note(stopped);
  }

  /** Long enough that it counts as gone on one side, and all others do on the other. */
  private void cut(Slot slot) throws InterruptedException, ExecutionException {
    Beginning cut = begin("partition", slot.name());
    fleet.cut(slot);
    TimeUnit.MILLISECONDS.sleep(CUT_OFF.toMillis());
    fleet.mend(slot);
    note(cut);
  }

  private void restartSigners() throws InterruptedException, ExecutionException {
    Beginning ended = begin(SIGNER, "%d signers".formatted(SIGNERS));
    List<Party> parties = new ArrayList<>(load.parties());
    Collections.shuffle(parties, random);
    for (Party party : parties.subList(0, Math.min(SIGNERS, parties.size()))) {
      Load.await(party.restartSigner());
    }
    note(ended);
  }

  /** Afterwards it counts how long it took from the end of it. */
  private void lose() throws InterruptedException, ExecutionException {
    terminal.progress("losing messages for %d s".formatted(LOSING.toSeconds()));
    fleet.disturb(LOSSES);
    TimeUnit.MILLISECONDS.sleep(LOSING.toMillis());
    fleet.disturb(Disturbance.NONE);
    note(begin("loss", "all"));
  }

  /** From the first session to the last. */
  void loseUntilAllHaveEnded(Duration longest) throws InterruptedException, ExecutionException {
    load.awaitLimit(longest);
    fleet.disturb(Disturbance.NONE);
    note(begin("loss", "all"));
  }

  private void overload() throws InterruptedException, ExecutionException {
    Overload.Result result = new Overload(fleet, load, terminal).run(BURST);
    load.think(thinking);
    overloads.add(result);
    terminal.progress(result.toString());
    note(begin("overload", "all"));
  }

  private Beginning begin(String kind, String target) {
    long now = System.nanoTime();
    return new Beginning(kind, target, now, TimeUnit.NANOSECONDS.toMillis(now - startNanos));
  }

  /** Waits until the cluster is whole again; what the fault did is known at the end of the run. */
  private void note(Beginning fault) throws InterruptedException, ExecutionException {
    int ended = fleet.awaitWhole();
    if (ended > 0) {
      terminal.progress(
          "%d processes had ended by themselves and were started again".formatted(ended));
    }
    long wholeNanos = System.nanoTime() - fault.nanos;
    long since = TimeUnit.NANOSECONDS.toMillis(wholeNanos);
    TimeUnit.MILLISECONDS.sleep(Math.max(0, AFTERMATH.toMillis() - since));
    over.add(new Over(fault, wholeNanos));
    terminal.progress(
        "%d s: %s %s, whole again after %d ms"
            .formatted(fault.atMillis / 1_000, fault.kind, fault.target, since));
  }

  /** All of them once, in an order by chance, and then again in another. */
  private Slot next() {
    if (turn.isEmpty()) {
      turn.addAll(fleet.slots());
      Collections.shuffle(turn, random);
      // One that holds documents first, so that even a short run has one.
      Slot first = turn.stream().filter(Slot::holdsDocuments).findFirst().orElseThrow();
      turn.remove(first);
      turn.add(0, first);
    }
    return turn.remove(0);
  }

  private Slot next(Predicate<Slot> wanted) {
    List<Slot> eligible = fleet.slots().stream().filter(wanted).toList();
    return eligible.get(random.nextInt(eligible.size()));
  }

  private void pause(int fromMillis, int toMillis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(fromMillis + random.nextInt(toMillis - fromMillis));
  }
}
