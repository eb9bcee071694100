package tutti.runtime.notes;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.concurrent.atomic.AtomicInteger;

/** Part of each document; counts how often documents are written to JSON and read from it. */
public record Meter(int mark) {
  public static final AtomicInteger WRITTEN = new AtomicInteger();
  public static final AtomicInteger READ = new AtomicInteger();

  public static void reset() {
    WRITTEN.set(0);
    READ.set(0);
  }

  @JsonCreator
  public static Meter read(int mark) {
    READ.incrementAndGet();
    return new Meter(mark);
  }

  @JsonValue
  public int write() {
    WRITTEN.incrementAndGet();
    return mark;
  }
}
