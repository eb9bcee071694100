package tutti.simulation.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.state.Documents;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/**
 * The documents, on the members that hold them: the owner of a partition runs each command, then
 * its backup does, and whoever asked is answered when both have.
 */
public final class Store {
  private static final int PARTITIONS = 3;

  /** After that nobody waits for a backup any more. */
  private static final long BACKUP_TIMEOUT = 2_000;

  private final World world;
  private final StoreWatch watch;
  private final StoreFaults faults;
  private final List<Partition> partitions = new ArrayList<>();
  private final Members members;

  public Store(World world, StoreWatch watch, StoreFaults faults) {
    this.world = world;
    this.watch = watch;
    this.faults = faults;
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new Partition(i));
    }
    this.members = new Members(world, watch, partitions, new Rest(), faults.blindness());
  }

  /** The documents of a machine, as one process sees them. */
  public <D extends Document, C, R> Documents<D, C, R> documents(
      Life caller, Machine<D, C, R> machine) {
    return new SimulatedDocuments<>(this, caller, machine);
  }

  /** A member is there, and is given documents to hold. */
  public void join(Life member) {
    members.join(member);
  }

  /** A member leaves in order: what it holds is elsewhere before it goes. */
  public void leave(Life member) {
    members.leave(member);
  }

  /** Whether any one member may crash, and another copy of all it has is left. */
  public boolean isSafe() {
    return partitions.stream().allMatch(Partition::isSafe);
  }

  /** All documents of a map that count, wherever they are. */
  public Map<String, Document> all(String map) {
    Map<String, Document> all = new LinkedHashMap<>();
    for (Partition partition : partitions) {
      if (partition.owner() != null) {
        all.putAll(partition.owner().map(map));
      }
    }
    return all;
  }

  /** When the first document is due. */
  public long nextDue() {
    long due = Document.NEVER;
    for (Partition partition : partitions) {
      if (partition.owner() != null) {
        due = Math.min(due, partition.owner().dueAt());
      }
    }
    return due;
  }

  private Partition partition(String key) {
    return partitions.get(Math.floorMod(key.hashCode(), PARTITIONS));
  }

  /** Whether documents and commands are written and read on their way. */
  boolean serialises() {
    return world.scenario().serialised();
  }

  /** Runs a command wherever its document is. */
  <D extends Document, C, R> Future<R> invoke(Life caller, Invocation<D, C, R> invocation) {
    Partition partition = partition(invocation.key());
    partition.underWay().add(invocation);
    dispatch(partition, invocation);
    return invocation.promise().future();
  }

  /** Asks all members for the keys of what is due; fails if one of them cannot answer. */
  Future<List<String>> due(Life caller, String map, long now) {
    Promise<List<String>> promise = Promise.promise();
    world
        .time()
        .after(
            world.chance().between(0, 3),
            caller,
            () -> {
              List<String> keys = new ArrayList<>();
              for (Partition partition : partitions) {
                Copy owner = partition.owner();
                if (owner == null || !owner.holder().alive()) {
                  promise.fail(changing());
                  return;
                }
                owner
                    .map(map)
                    .forEach(
                        (key, document) -> {
                          if (document.dueAt() <= now) {
                            keys.add(key);
                          }
                        });
              }
              promise.complete(keys);
            });
    return promise.future();
  }

  private void dispatch(Partition partition, Invocation<?, ?, ?> invocation) {
    Copy owner = partition.owner();
    if (owner == null) {
      world
          .time()
          .after(
              world.chance().between(100, 2_000),
              world.life(),
              () -> answer(partition, invocation, changing()));
      return;
    }
    invocation.sentTo(owner.holder());
    long delay = owner.holder() == invocation.caller() ? 0 : world.chance().between(0, 3);
    world.time().after(delay, owner.holder(), () -> execute(partition, invocation, owner));
  }

  private void execute(Partition partition, Invocation<?, ?, ?> invocation, Copy owner) {
    if (invocation.answered()) {
      return;
    }
    if (partition.owner() != owner) {
      dispatch(partition, invocation); // it has moved meanwhile
      return;
    }
    Refusal blind =
        partition.isBlind(world.time().millis()) ? invocation.refusedByStrangers() : null;
    if (blind != null) {
      world.trace().note(owner.holder(), () -> "does not find " + invocation);
      respond(partition, invocation, blind);
      return;
    }
    StoreWatch.Run run = invocation.runOnOwner(owner);
    world.trace().note(owner.holder(), () -> "runs " + invocation + Words.of(run));
    watch.ran(run);
    if (run.refusal() != null || !invocation.isReliedOn()) {
      respond(partition, invocation, run.refusal());
      return;
    }
    backUp(partition, invocation, owner);
  }

  private void backUp(Partition partition, Invocation<?, ?, ?> invocation, Copy owner) {
    Copy backup = partition.backup();
    if (backup == null || faults.answersBeforeBackup()) {
      respond(partition, invocation, null);
    }
    if (backup == null) {
      return;
    }
    invocation.awaits(backup.holder());
    if (world.stormy() && world.chance().in(faults.gapProbability())) {
      miss(partition, invocation, backup);
      return;
    }
    long now = world.time().millis();
    long arrival = partition.backupArrival(now + world.chance().between(0, faults.backupDelay()));
    // What is still on its way when the owner dies never arrives.
    world.time().after(arrival - now, owner.holder(), () -> arrive(partition, invocation, backup));
  }

  private void arrive(Partition partition, Invocation<?, ?, ?> invocation, Copy backup) {
    if (!backup.holder().alive()) {
      return; // and nobody knows yet
    }
    if (partition.backup() == backup
        && !invocation.runOnBackup(backup, faults.ignoresStaleBackups())) {
      world.count("refused by a stale backup");
      world.trace().note(backup.holder(), () -> "refuses " + invocation + " as a stale backup");
      if (!faults.ignoresStaleBackups()) {
        unconfirmed(partition, invocation);
        return;
      }
    }
    respond(partition, invocation, null);
  }

  /** The connection broke: this write does not come to the backup, until all of it is copied. */
  private void miss(Partition partition, Invocation<?, ?, ?> invocation, Copy backup) {
    world.trace().note(backup.holder(), () -> "misses the backup of " + invocation);
    world.disturbed();
    partition.gap();
    unconfirmed(partition, invocation);
    if (world.chance().in(0.3)) {
      Life owner = Objects.requireNonNull(invocation.target());
      world.time().after(world.chance().between(0, 500), owner, owner::crash);
    }
    world
        .time()
        .after(
            world.chance().between(50L, 2_000L),
            backup.holder(),
            () -> {
              Copy owner = partition.owner();
              if (partition.backup() == backup && owner != null && owner.holder().alive()) {
                partition.backUp(owner.to(backup.holder()));
              }
            });
  }

  private void unconfirmed(Partition partition, Invocation<?, ?, ?> invocation) {
    world
        .time()
        .after(BACKUP_TIMEOUT, world.life(), () -> answer(partition, invocation, changing()));
  }

  private void respond(
      Partition partition, Invocation<?, ?, ?> invocation, @Nullable Refusal refusal) {
    Life caller = invocation.caller();
    world
        .time()
        .after(
            world.chance().between(0, 2),
            caller,
            () -> {
              if (refusal == null && invocation.isReliedOn() && !invocation.answered()) {
                watch.acknowledged(partition.number(), invocation.ran());
              }
              answer(partition, invocation, refusal);
            });
  }

  private void answer(
      Partition partition, Invocation<?, ?, ?> invocation, @Nullable Refusal refusal) {
    partition.underWay().remove(invocation);
    if (invocation.caller().alive()) {
      world.time().soon(invocation.caller(), () -> invocation.answer(refusal));
    }
  }

  private static Refusal changing() {
    return Refusal.of(ErrorCode.UNAVAILABLE, "the cluster is changing");
  }

  /** What was under way when a member was lost. */
  private final class Rest implements Members.Interrupted {
    @Override
    public void again(Partition partition, Invocation<?, ?, ?> invocation) {
      dispatch(partition, invocation);
    }

    @Override
    public void unanswered(Partition partition, Invocation<?, ?, ?> invocation) {
      answer(partition, invocation, changing());
    }
  }
}
