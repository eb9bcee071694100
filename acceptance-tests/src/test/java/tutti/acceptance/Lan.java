package tutti.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts that share one network, on one machine: a network namespace each, on a bridge whose links
 * can be cut. All of it is in namespaces without a name, so that nothing of it is to be seen from
 * the machine itself, and nothing is left when this process ends, however it does.
 */
final class Lan implements AutoCloseable {
  private final Process hub;
  private final List<Process> hosts = new ArrayList<>();

  private Lan() {
    hub = namespace();
    in(hub, "ip link add bridge0 type bridge && ip link set bridge0 up");
  }

  /** Whether this process may make such things: as root, with iproute2 and util-linux there. */
  static boolean isPermitted() {
    try {
      return new ProcessBuilder("unshare", "--net", "ip", "link", "add", "probe", "type", "bridge")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  static Lan of(int size) {
    Lan lan = new Lan();
    for (int host = 0; host < size; host++) {
      lan.add(host);
    }
    return lan;
  }

  String address(int host) {
    return "10.87.0." + (host + 1);
  }

  /** What stands in front of a command that is to run on a host. */
  List<String> on(int host) {
    return enter(hosts.get(host));
  }

  /** From now on nothing reaches a host, and nothing leaves it; it does not notice by itself. */
  void cut(int host) {
    in(hub, "ip link set port%d down".formatted(host));
  }

  void mend(int host) {
    in(hub, "ip link set port%d up".formatted(host));
  }

  @Override
  public void close() {
    hosts.forEach(Process::destroyForcibly);
    hub.destroyForcibly();
  }

  private void add(int host) {
    Process namespace = namespace();
    hosts.add(namespace);
    in(
        hub,
        "ip link add port%d type veth peer name net0 netns %d".formatted(host, namespace.pid())
            + " && ip link set port%1$d master bridge0 && ip link set port%1$d up".formatted(host));
    in(
        namespace,
        "ip address add %s/24 dev net0 && ip link set net0 up && ip link set lo up"
            .formatted(address(host)));
  }

  /** A namespace, which is there as long as its process reads what nobody writes to it. */
  private static Process namespace() {
    try {
      Process process =
          new ProcessBuilder("unshare", "--net", "sh", "-c", "echo there; exec cat").start();
      if (!"there".equals(process.inputReader().readLine())) {
        throw new AssertionError("no network namespace");
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> enter(Process namespace) {
    return List.of("nsenter", "--net=/proc/%d/ns/net".formatted(namespace.pid()));
  }

  private static void in(Process namespace, String script) {
    List<String> command = new ArrayList<>(enter(namespace));
    command.addAll(List.of("sh", "-c", script));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(script + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
