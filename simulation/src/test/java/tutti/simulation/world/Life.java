package tutti.simulation.world;

import java.util.ArrayList;
import java.util.List;

/**
 * One life of a process. What it started ends with it: nothing that was scheduled for it happens,
 * nothing that was sent to it arrives, and what its code still does is not heard of.
 */
public final class Life {
  private final String name;
  private final List<Runnable> mourners = new ArrayList<>();
  private boolean alive = true;
  private long frozenUntil;
  private Runnable crash = this::end;

  public Life(String name) {
    this.name = name;
  }

  public boolean alive() {
    return alive;
  }

  /** What is to happen when it is over, to others. */
  public void atEnd(Runnable mourner) {
    mourners.add(mourner);
  }

  /** How its process crashes; without this it only ends. */
  public void crashesBy(Runnable work) {
    crash = work;
  }

  /** It is killed where it stands. */
  public void crash() {
    if (alive) {
      crash.run();
    }
  }

  public void end() {
    if (alive) {
      alive = false;
      mourners.forEach(Runnable::run);
    }
  }

  /** It stops for a while, and then goes on as if nothing had been. */
  public void freeze(long until) {
    frozenUntil = Math.max(frozenUntil, until);
  }

  long frozenUntil() {
    return frozenUntil;
  }

  @Override
  public String toString() {
    return name;
  }
}
