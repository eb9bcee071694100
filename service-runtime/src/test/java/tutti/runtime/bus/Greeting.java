package tutti.runtime.bus;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;

/** What the tests say to each other. */
public record Greeting(String text, @Nullable Integer times) {
  public Greeting {
    Require.text(text, 10_000, "text");
  }
}
