package tutti.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a run, in words; written only when a run is repeated to be read. */
public final class Trace {
  private final List<String> lines = new ArrayList<>();
  private final VirtualTime time;
  private final boolean on;

  Trace(VirtualTime time, boolean on) {
    this.time = time;
    this.on = on;
  }

  public void note(Life who, Supplier<String> what) {
    note(who.toString(), what);
  }

  public void note(String who, Supplier<String> what) {
    if (on) {
      long millis = time.millis() - VirtualTime.START;
      lines.add("%3d.%03d %-8s %s".formatted(millis / 1_000, millis % 1_000, who, what.get()));
    }
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }
}
