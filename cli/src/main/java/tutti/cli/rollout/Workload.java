package tutti.cli.rollout;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tutti.cli.serve.Service;

/**
 * What the manifests say of the pods of one service.
 *
 * @param replicas how many there are
 * @param ordered whether they are replaced one after the other, as those of a StatefulSet are;
 *     otherwise a new one starts before an old one stops
 * @param named whether the name by which members find each other stands for them
 * @param minReady how long a pod must have been ready before the next one is replaced
 * @param grace how long a pod may take to stop, before it is killed
 * @param maxUnavailable of its PodDisruptionBudget
 * @param environment variables, but for those of the pod's own address
 * @param addressVariables those of the pod's own address
 * @param settings what is in its file of settings
 */
record Workload(
    Service service,
    int replicas,
    boolean ordered,
    boolean named,
    Duration minReady,
    Duration grace,
    int maxUnavailable,
    Map<String, String> environment,
    Set<String> addressVariables,
    String settings) {
  Workload {
    environment = Map.copyOf(environment);
    addressVariables = Set.copyOf(addressVariables);
  }

  /** With a variable that wins over that of the manifests. */
  Workload with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Workload(
        service,
        replicas,
        ordered,
        named,
        minReady,
        grace,
        maxUnavailable,
        more,
        addressVariables,
        settings);
  }

  /** With so many pods. */
  Workload times(int pods) {
    return new Workload(
        service,
        pods,
        ordered,
        named,
        minReady,
        grace,
        maxUnavailable,
        environment,
        addressVariables,
        settings);
  }

  /** The variables of a pod at this address. */
  Map<String, String> environmentAt(String address) {
    Map<String, String> all = new HashMap<>(environment);
    addressVariables.forEach(variable -> all.put(variable, address));
    return all;
  }
}
