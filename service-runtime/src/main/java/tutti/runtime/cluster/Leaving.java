package tutti.runtime.cluster;

import java.time.Duration;
import tutti.runtime.config.Settings;

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
  /** To close the bus, and for a machine that is slow. */
  private static final Duration REST = Duration.ofSeconds(10);

  public static Leaving of(Settings settings) {
    Duration once = settings.get(Settings.SEND_TIMEOUT);
    return new Leaving(
        settings.get(Settings.NOTICE_TIME),
        settings.get(Settings.DRAIN_TIME),
        once,
        once,
        settings.get(Settings.LEAVE_TIMEOUT));
  }

  /** Whoever waits for this long may end the process by force: it will not end by itself. */
  public Duration longest() {
    return notice.plus(drain).plus(answering).plus(stopping).plus(handover).plus(REST);
  }
}
