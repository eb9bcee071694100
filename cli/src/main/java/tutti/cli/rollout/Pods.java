package tutti.cli.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tutti.cli.Main;
import tutti.cli.chaos.Lan;
import tutti.cli.serve.Service;
import tutti.cli.serve.ServiceProcess;
import tutti.cli.serve.ServiceProcess.Launch;

/** All pods, each on a host of its own, and the name that stands for those that are members. */
final class Pods implements AutoCloseable {
  /** Where an image has its settings, and this machine does not. */
  static final String SETTINGS_FILE = "TUTTI_CONFIG_FILE";

  private final Lan lan;
  private final Names names;
  private final List<String> jvmFlags;
  private final Path logs;
  private final Map<Service, Integer> started = new EnumMap<>(Service.class);
  private final List<Pod> pods = new CopyOnWriteArrayList<>();
  private final List<Pod> all = new CopyOnWriteArrayList<>();

  private Pods(Lan lan, Names names, List<String> jvmFlags, Path logs) {
    this.lan = lan;
    this.names = names;
    this.jvmFlags = jvmFlags;
    this.logs = logs;
  }

  /** None yet. */
  static Pods on(Lan lan, Manifests manifests, Plan plan) {
    Names names = Names.start(lan, manifests, plan.nameDelay(), plan.logs());
    return new Pods(lan, names, plan.jvmFlags(), plan.logs());
  }

  /** Those that there are now, told to stop or not. */
  List<Pod> now() {
    return List.copyOf(pods);
  }

  List<Pod> of(Service service) {
    return pods.stream().filter(pod -> pod.service() == service).toList();
  }

  /** All that there ever were. */
  List<Pod> ever() {
    return List.copyOf(all);
  }

  /** Starts one, under an address that no other one has had. */
  Pod start(Workload workload) {
    int number = started.merge(workload.service(), 1, Integer::sum);
    String name = "%s-%d".formatted(workload.service().label(), number);
    int host = lan.add();
    String address = lan.address(host);
    Map<String, String> environment = new HashMap<>(workload.environmentAt(address));
    environment.put(SETTINGS_FILE, settings(name, workload).toString());
    List<String> there = new ArrayList<>(lan.on(host));
    there.addAll(names.asked());
    Path log = logs.resolve(name + ".log");
    ServiceProcess process =
        ServiceProcess.start(
            workload.service(),
            new Launch(Map.of(), jvmFlags, log, Main.class, there, environment));
    Pod pod = new Pod(name, workload, host, address, process);
    pods.add(pod);
    all.add(pod);
    publish();
    return pod;
  }

  /** Takes one away that has ended; nobody else gets its address. */
  void remove(Pod pod) {
    pods.remove(pod);
    lan.remove(pod.host());
    publish();
  }

  /** From now on nothing reaches it, and nothing leaves it. */
  void cut(Pod pod) {
    lan.cut(pod.host());
  }

  private void publish() {
    names.point(pods.stream().filter(pod -> pod.workload().named()).map(Pod::address).toList());
  }

  private Path settings(String name, Workload workload) {
    try {
      return Files.writeString(logs.resolve(name + ".yaml"), workload.settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    pods.forEach(Pod::kill);
    names.close();
    lan.close(); // also where this process is told to end
  }
}
