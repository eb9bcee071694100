package tutti.simulation.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/**
 * Which member owns which partition, and which one has its backup. A member that crashes takes its
 * copies along, and some time passes until the others notice and the backup takes over.
 */
final class Members {
  private final World world;
  private final StoreWatch watch;
  private final List<Partition> partitions;
  private final Interrupted interrupted;
  private final long blindness;
  private final List<Life> members = new ArrayList<>();

  Members(
      World world,
      StoreWatch watch,
      List<Partition> partitions,
      Interrupted interrupted,
      long blindness) {
    this.world = world;
    this.watch = watch;
    this.partitions = partitions;
    this.interrupted = interrupted;
    this.blindness = blindness;
  }

  /** What becomes of commands that were under way when the member they went to was lost. */
  interface Interrupted {
    void again(Partition partition, Invocation<?, ?, ?> invocation);

    void unanswered(Partition partition, Invocation<?, ?, ?> invocation);
  }

  void join(Life member) {
    members.add(member);
    member.atEnd(() -> later(300, 1_500, () -> miss(member)));
    later(0, 200, this::arrange);
  }

  /** In order: what a member holds is elsewhere before it goes. */
  void leave(Life member) {
    members.remove(member);
    for (Partition partition : partitions) {
      if (partition.isBackedUpBy(member)) {
        partition.backUp(null);
      }
      if (partition.isOwnedBy(member)) {
        partition.backUp(copyElsewhere(Objects.requireNonNull(partition.owner())));
        takeOver(partition);
      }
      partition.underWay().stream()
          .filter(one -> one.awaitedBackup() == member)
          .toList()
          .forEach(one -> interrupted.unanswered(partition, one));
    }
    arrange();
  }

  /** The others notice that a member is dead. */
  private void miss(Life dead) {
    world.trace().note(dead, () -> "is missed");
    members.remove(dead);
    for (Partition partition : partitions) {
      if (partition.isOwnedBy(dead)) {
        takeOver(partition);
      }
      if (partition.isBackedUpBy(dead)) {
        partition.backUp(null);
      }
      for (Invocation<?, ?, ?> one : List.copyOf(partition.underWay())) {
        boolean notRun = one.target() == dead && one.awaitedBackup() == null;
        if (notRun && world.chance().in(0.3)) {
          interrupted.again(partition, one);
        } else if (one.target() == dead || one.awaitedBackup() == dead) {
          interrupted.unanswered(partition, one);
        }
      }
    }
    world.disturbed();
    later(100, 1_000, this::arrange);
  }

  private void takeOver(Partition partition) {
    Copy backup = partition.backup();
    boolean lost = backup == null || !backup.holder().alive();
    if (lost) {
      world.trace().note("store", () -> "loses all copies of " + partition.number());
      watch.lost(partition.number());
    }
    world.count(lost ? "all lost" : partition.hasGap() ? "stale backup" : "take-over");
    partition.own(lost ? null : backup);
    partition.backUp(null);
    Copy owner = partition.owner();
    if (owner != null) {
      world.trace().note(owner.holder(), () -> "takes over partition " + partition.number());
      watch.takenOver(partition.number(), owner::get);
      if (world.stormy() && world.chance().in(0.1)) {
        world.count("new owner blind");
        partition.blind(world.time().millis() + world.chance().between(0, blindness));
      }
    }
  }

  /** Every partition gets an owner and a backup, as far as there are members for it. */
  private void arrange() {
    for (Partition partition : partitions) {
      List<Life> alive = members.stream().filter(Life::alive).toList();
      if (partition.owner() == null && !alive.isEmpty()) {
        partition.own(new Copy(world.chance().pick(alive)));
      }
      Copy owner = partition.owner();
      if (partition.backup() == null && owner != null && owner.holder().alive()) {
        partition.backUp(copyElsewhere(owner));
      }
    }
  }

  private @Nullable Copy copyElsewhere(Copy owner) {
    List<Life> others =
        members.stream().filter(one -> one != owner.holder() && one.alive()).toList();
    return others.isEmpty() ? null : owner.to(world.chance().pick(others));
  }

  private void later(long least, long most, Runnable work) {
    world.time().after(world.chance().between(least, most), world.life(), work);
  }
}
