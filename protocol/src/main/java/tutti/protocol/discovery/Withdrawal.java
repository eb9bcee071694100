package tutti.protocol.discovery;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;

/** "I no longer sign": the body of {@code discovery.withdraw}. */
public record Withdrawal(@Nullable String reason) {
  public Withdrawal {
    if (reason != null) {
      Require.text(reason, 500, "reason");
    }
  }
}
