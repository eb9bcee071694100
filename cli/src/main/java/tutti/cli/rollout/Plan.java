package tutti.cli.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.cli.chaos.Crew;
import tutti.cli.serve.Service;

/**
 * What a run does.
 *
 * @param manifests what the pods are
 * @param changes what happens to them, in order
 * @param services those to which it happens
 * @param restarts how many pods of a service are restarted, at most
 * @param replicas how many pods there are of each service that holds no documents; 0: as many as
 *     the manifests say
 * @param database of data members; absent: documents are in memory only
 * @param nameDelay how long it takes until a name stands for other addresses
 * @param orders of the signers
 * @param jvmFlags of each process
 * @param logs directory for what the processes say
 */
public record Plan(
    Path manifests,
    List<Change> changes,
    Set<Service> services,
    int restarts,
    int replicas,
    @Nullable Database database,
    Duration nameDelay,
    Crew.Orders orders,
    List<String> jvmFlags,
    Path logs) {
  public Plan {
    changes = List.copyOf(changes);
    services = Set.copyOf(services);
    jvmFlags = List.copyOf(jvmFlags);
  }
}
