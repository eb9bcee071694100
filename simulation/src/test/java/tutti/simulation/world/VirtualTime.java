package tutti.simulation.world;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;

/** The time of a run, and what happens when. It passes only from one happening to the next. */
public final class VirtualTime extends Clock {
  /** When every run begins. */
  public static final long START = 1_795_000_000_000L;

  private final Queue<Happening> later = new PriorityQueue<>();
  private final Queue<Happening> soon = new ArrayDeque<>();
  private long now = START;
  private long count;
  private long fingerprint;

  /** Something that happens at its time, in the order of planning where times are the same. */
  public static final class Happening implements Comparable<Happening> {
    private final long at;
    private final long order;
    private final Life life;
    private final Runnable work;
    private boolean cancelled;

    private Happening(long at, long order, Life life, Runnable work) {
      this.at = at;
      this.order = order;
      this.life = life;
      this.work = work;
    }

    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Happening other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  /** Plans something for a life; it does not happen if that has ended by then. */
  public Happening after(long millis, Life life, Runnable work) {
    Happening happening = new Happening(now + Math.max(0, millis), count++, life, work);
    later.add(happening);
    return happening;
  }

  /** Plans something for now, after what is planned for now already. */
  public void soon(Life life, Runnable work) {
    soon.add(new Happening(now, count++, life, work));
  }

  /** The next thing happens; false if there is nothing more. */
  public boolean step() {
    Happening next = soon.isEmpty() ? later.poll() : soon.poll();
    if (next == null) {
      return false;
    }
    now = Math.max(now, next.at);
    if (next.cancelled || !next.life.alive()) {
      return true;
    }
    if (next.life.frozenUntil() > now) {
      after(next.life.frozenUntil() - now, next.life, next.work);
      return true;
    }
    fingerprint = (fingerprint + now) * 0x9e3779b97f4a7c15L + next.order;
    next.work.run();
    return true;
  }

  /** Two runs in which the same things happened at the same times have the same one. */
  public long fingerprint() {
    return fingerprint;
  }

  /** How many things were planned so far. */
  public long count() {
    return count;
  }

  @Override
  public long millis() {
    return now;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
