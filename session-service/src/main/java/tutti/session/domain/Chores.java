package tutti.session.domain;

import java.util.EnumSet;
import java.util.Set;
import tutti.protocol.SessionId;

/**
 * Work that is pending.
 *
 * @param since when somebody last took it up; after a grace time the sweeper does
 * @param tries how often the sweeper did; each time it waits longer
 */
public record Chores(Set<Work> pending, long since, int tries) {
  /** How long whoever caused the work has for it before the sweeper takes it up. */
  static final long GRACE_MILLIS = 2_000;

  /** To 8 s: with more, sessions would stand still long after what they wait for is back. */
  private static final int MAX_DOUBLINGS = 2;

  static final Chores NONE = new Chores(Set.of(), 0, 0);

  public Chores {
    pending = Set.copyOf(pending);
  }

  Chores with(Work work, long now) {
    Set<Work> more = EnumSet.of(work);
    more.addAll(pending);
    return new Chores(more, now, 0);
  }

  Chores without(Work work) {
    Set<Work> fewer = EnumSet.noneOf(Work.class);
    fewer.addAll(pending);
    fewer.remove(work);
    return new Chores(fewer, since, tries);
  }

  Chores takenUp(long now) {
    return pending.isEmpty() ? this : new Chores(pending, now, tries + 1);
  }

  /**
   * When the sweeper takes it up. It waits up to a quarter less than it may, by the session, so
   * that not all that wait for the same service come at once.
   */
  long dueAt(SessionId session) {
    if (pending.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long most = GRACE_MILLIS << Math.min(tries, MAX_DOUBLINGS);
    return since + most - Math.floorMod((long) session.hashCode() * tries, most / 4);
  }
}
