package tutti.simulation.store;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.simulation.world.Life;

/** Some of the documents: one member owns them, another one has a backup. */
final class Partition {
  private final int number;
  private final Set<Invocation<?, ?, ?>> underWay = new LinkedHashSet<>();
  private @Nullable Copy owner;
  private @Nullable Copy backup;
  private boolean gap;
  private long lastBackupAt;
  private long blindUntil;

  Partition(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  @Nullable Copy owner() {
    return owner;
  }

  @Nullable Copy backup() {
    return backup;
  }

  /** Whether the backup misses something that the owner has. */
  boolean hasGap() {
    return gap;
  }

  /** One write has not come to the backup. */
  void gap() {
    gap = true;
  }

  Set<Invocation<?, ?, ?>> underWay() {
    return underWay;
  }

  boolean isOwnedBy(Life member) {
    return owner != null && owner.holder() == member;
  }

  boolean isBackedUpBy(Life member) {
    return backup != null && backup.holder() == member;
  }

  /** Whether another copy is left when any one member dies, if not the newest. */
  boolean isSafe() {
    return owner != null && owner.holder().alive() && backup != null && backup.holder().alive();
  }

  void own(@Nullable Copy copy) {
    owner = copy;
  }

  void backUp(@Nullable Copy copy) {
    backup = copy;
    gap = false;
  }

  /** Whether its owner finds nothing in it yet. */
  boolean isBlind(long now) {
    return now < blindUntil;
  }

  /** Its owner finds nothing in it until then; once is enough. */
  void blind(long until) {
    if (blindUntil == 0) {
      blindUntil = until;
    }
  }

  /** The time at which a backup written now arrives: never before the one sent before it. */
  long backupArrival(long earliest) {
    lastBackupAt = Math.max(lastBackupAt, earliest);
    return lastBackupAt;
  }
}
