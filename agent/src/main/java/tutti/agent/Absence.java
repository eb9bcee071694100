package tutti.agent;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Limit;

/**
 * How long the services have been saying that they do not know something that they knew. While
 * their members change places they may not find it for some seconds, so only what stays is
 * believed.
 */
final class Absence {
  private static final int LEAST_TIMES = 3;

  private @Nullable Long since;
  private int times;

  /** How long they may not find what they have. */
  static long patience(AgentContext context) {
    return Math.min(
        context.settings().callDeadline().toMillis(), 2 * context.limit(Limit.SYNC_INTERVAL));
  }

  /** They know it. */
  void over() {
    since = null;
    times = 0;
  }

  /** They do not know it; true if they have been saying so for longer than this, and often. */
  boolean lasts(long patience, long now) {
    if (since == null) {
      since = now;
    }
    times++;
    return times >= LEAST_TIMES && now - since > patience;
  }
}
