package tutti.cli.demo;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** What happened, when, and who did it: one line each, as it happens. */
final class Timeline {
  private final PrintStream out;
  private final LongSupplier elapsedMillis;

  Timeline(PrintStream out, LongSupplier elapsedMillis) {
    this.out = out;
    this.elapsedMillis = elapsedMillis;
  }

  void heading() {
    print("%7s  %-10s  %s".formatted("ms", "who", "what"));
  }

  /** Services and signers tell at the same time. */
  void tell(String who, String what) {
    print("%7d  %-10s  %s".formatted(elapsedMillis.getAsLong(), who, what));
  }

  private synchronized void print(String line) {
    out.println(line);
  }
}
