package tutti.runtime.cluster;

import java.time.Duration;
import tutti.runtime.audit.AuditLog;
import tutti.runtime.config.Settings;
import tutti.runtime.tracing.Tracing;

/**
 * How long the steps of leaving may take, one after the other.
 *
 * @param notice whoever shares connections out hears that this process is not to be used any more
 * @param drain other members hear that nothing is to be sent here
 * @param answering what is under way is answered
 * @param stopping services stop; a gateway ends the connections of its clients
 * @param handover documents move to other members
 */
public record Leaving(
    Duration notice, Duration drain, Duration answering, Duration stopping, Duration handover) {
  /** For a machine that is slow, beyond the time that a gateway gives its clients. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  /** To tell the store that nothing is served here any more. */
  static final Duration WITHDRAWING = Duration.ofSeconds(3);

  /** To close the bus. */
  static final Duration CLOSING = Duration.ofSeconds(3);

  /**
   * Others notice that a member has gone when its host refuses their connections; a host may go
   * with its last process, and then they would wait for its silence to be long enough.
   */
  public static final Duration REFUSING = Duration.ofSeconds(2);

  /** To write down what was asked last, and to send what is left of traces. */
  static final Duration WRITING = AuditLog.CLOSING.plus(Tracing.PATIENCE);

  public static Leaving of(Settings settings) {
    Duration once = settings.get(Settings.SEND_TIMEOUT);
    return new Leaving(
        settings.get(Settings.NOTICE_TIME),
        settings.get(Settings.DRAIN_TIME),
        once,
        once.plus(SLACK),
        settings.get(Settings.LEAVE_TIMEOUT));
  }

  /** Whoever waits for this long may end the process by force: it will not end by itself. */
  public Duration longest() {
    Duration inOrder = notice.plus(WITHDRAWING).plus(drain).plus(answering).plus(stopping);
    return inOrder.plus(CLOSING).plus(handover).plus(WRITING).plus(REFUSING);
  }
}
