package tutti.session.domain;

import java.util.EnumSet;
import java.util.Set;

/**
 * Work that is pending.
 *
 * @param since when somebody last took it up; after a grace time the sweeper does
 * @param tries how often the sweeper did; each time it waits longer
 */
public record Chores(Set<Work> pending, long since, int tries) {
  /** How long whoever caused the work has for it before the sweeper takes it up. */
  static final long GRACE_MILLIS = 2_000;

  private static final int MAX_DOUBLINGS = 5;

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

  long dueAt() {
    return pending.isEmpty()
        ? Long.MAX_VALUE
        : since + (GRACE_MILLIS << Math.min(tries, MAX_DOUBLINGS));
  }
}
