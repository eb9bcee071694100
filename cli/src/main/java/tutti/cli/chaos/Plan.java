package tutti.cli.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tutti.protocol.Limit;

/**
 * What a run does.
 *
 * @param duration how long there is load, at least
 * @param kills how many processes are killed, at least; more if there is time
 * @param restarts how many processes a rolling restart takes in turn; all: as many as there are
 * @param concurrency sessions at a time
 * @param thinking the longest time that a signer takes to agree
 * @param patience how long signers ask again before they give up
 * @param broadcast of a hundred requests, how many are to be broadcast
 * @param dataMembers processes of the session service
 * @param instances processes of each of the other services
 * @param jvmFlags of each process
 * @param soak no faults, but half of what can be sustained
 * @param takeover how long it may take after a kill until everything goes on
 * @param sessions how many sessions there are; 0 for as many as there is time for
 * @param logs directory for what the processes say
 */
public record Plan(
    Duration duration,
    List<FaultKind> faults,
    int kills,
    int restarts,
    int concurrency,
    Duration thinking,
    Duration patience,
    int broadcast,
    long seed,
    int dataMembers,
    int instances,
    List<String> jvmFlags,
    boolean soak,
    Duration takeover,
    int sessions,
    Path logs) {
  private static final Duration LONG_LIFE = Duration.ofHours(1);

  public Plan {
    faults = List.copyOf(faults);
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** How long requests wait for their signers; they are kept for that long. */
  Duration life() {
    return soak ? Soak.RETENTION : LONG_LIFE;
  }

  Fleet.Shape shape() {
    Map<String, String> settings =
        soak ? Map.of(Limit.RETENTION.key(), Soak.RETENTION.toMillis() + "ms") : Map.of();
    boolean severable = faults.contains(FaultKind.PARTITION);
    return new Fleet.Shape(dataMembers, instances, settings, jvmFlags, severable, logs);
  }

  /** What happens again while there is time, by how often: most of all, processes are killed. */
  List<FaultKind> again() {
    List<FaultKind> again = new ArrayList<>();
    for (FaultKind kind : faults) {
      again.addAll(Collections.nCopies(kind.weight(), kind));
    }
    return again;
  }
}
