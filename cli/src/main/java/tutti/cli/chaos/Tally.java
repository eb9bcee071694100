package tutti.cli.chaos;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * How sessions ended, counted.
 *
 * @param unheard those of the completed whose announcer had given up waiting for an answer
 * @param interrupted those without a signature whose signer had lost its nonce, and said so
 * @param refused those of a burst that the services did not take on, by code
 * @param failed those that came to nothing although they were taken on, by reason
 */
public record Tally(
    long started,
    long completed,
    long unheard,
    long interrupted,
    long running,
    Map<String, Long> refused,
    Map<String, Long> failed) {

  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, Map.of(), Map.of());

  public Tally {
    refused = new TreeMap<>(refused);
    failed = new TreeMap<>(failed);
  }

  static Tally of(Collection<Signing> signings) {
    Map<String, Long> refused = new TreeMap<>();
    Map<String, Long> failed = new TreeMap<>();
    long completed = 0;
    long unheard = 0;
    long interrupted = 0;
    long running = 0;
    for (Signing signing : signings) {
      String failure = signing.failure().orElse(null);
      if (signing.isInterrupted()) {
        interrupted++;
      } else if (failure != null) {
        (signing.isRefused() ? refused : failed).merge(failure, 1L, Long::sum);
      } else if (signing.isOver()) {
        completed++;
        unheard += signing.isUnheard() ? 1 : 0;
      } else {
        running++;
      }
    }
    return new Tally(signings.size(), completed, unheard, interrupted, running, refused, failed);
  }

  Tally plus(Tally other) {
    Map<String, Long> allRefused = new TreeMap<>(refused);
    other.refused.forEach((why, count) -> allRefused.merge(why, count, Long::sum));
    Map<String, Long> allFailed = new TreeMap<>(failed);
    other.failed.forEach((why, count) -> allFailed.merge(why, count, Long::sum));
    return new Tally(
        started + other.started,
        completed + other.completed,
        unheard + other.unheard,
        interrupted + other.interrupted,
        running + other.running,
        allRefused,
        allFailed);
  }
}
