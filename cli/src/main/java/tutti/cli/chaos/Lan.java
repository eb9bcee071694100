package tutti.cli.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Hosts that share one network, on one machine: a network namespace each, on a bridge whose links
 * can be cut. The namespaces have no name, so that nothing is left of them when this process ends,
 * however it does. Needs root, iproute2 and util-linux.
 */
public final class Lan implements AutoCloseable {
  private static final int THIS_PROCESS = 254;

  private final Process hub;
  private final String network;
  private final List<Process> hosts = new ArrayList<>();

  private Lan() {
    hub = namespace();
    // The machine is a host of each network that it joins: two at a time must not be the same.
    network = "10.87.%d.".formatted(hub.pid() % 256);
    in(hub, "ip link add bridge0 type bridge && ip link set bridge0 up");
  }

  /** Whether this process may make such things. */
  public static boolean isPermitted() {
    try {
      return new ProcessBuilder("unshare", "--net", "ip", "link", "add", "probe", "type", "bridge")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Of so many hosts, which the machine itself does not reach. */
  public static Lan of(int size) {
    Lan lan = new Lan();
    try {
      for (int host = 0; host < size; host++) {
        lan.add();
      }
      return lan;
    } catch (RuntimeException e) {
      lan.close();
      throw e;
    }
  }

  /** Lets the machine itself, and so this process, take part. */
  public Lan join() {
    // Its other end is in the hub, and goes with it.
    String link = "tutti" + hub.pid();
    run(
        "ip link add %s type veth peer name port%d netns %d && ip address add %s/24 dev %1$s"
                .formatted(link, THIS_PROCESS, hub.pid(), ownAddress())
            + " && ip link set %s up".formatted(link));
    in(hub, "ip link set port%d master bridge0 up".formatted(THIS_PROCESS));
    return this;
  }

  /** Where the others reach this process once it has joined. */
  public String ownAddress() {
    return network + THIS_PROCESS;
  }

  /** The address of a host, counted from 0. */
  public String address(int host) {
    return network + (host + 1);
  }

  /** What stands in front of a command that is to run on a host. */
  public synchronized List<String> on(int host) {
    return enter(hosts.get(host));
  }

  /** From now on nothing reaches a host, and nothing leaves it; it does not notice by itself. */
  public void cut(int host) {
    in(hub, "ip link set port%d down".formatted(host));
  }

  /** Undoes a cut. */
  public void mend(int host) {
    in(hub, "ip link set port%d up".formatted(host));
  }

  @Override
  public void close() {
    hosts.forEach(Process::destroyForcibly);
    hub.destroyForcibly();
  }

  /** One more host, with an address that no other one has had. */
  public synchronized int add() {
    int host = hosts.size();
    if (host + 1 >= THIS_PROCESS) {
      throw Refusal.of(ErrorCode.TOO_LARGE, "this network has no more addresses");
    }
    Process namespace = namespace();
    hosts.add(namespace);
    in(
        hub,
        "ip link add port%d type veth peer name net0 netns %d".formatted(host, namespace.pid())
            + " && ip link set port%d master bridge0 up".formatted(host));
    in(
        namespace,
        "ip address add %s/24 dev net0 && ip link set net0 up && ip link set lo up"
            .formatted(address(host)));
    return host;
  }

  /** Takes a host away, on which nothing runs any more. */
  public synchronized void remove(int host) {
    hosts.get(host).destroyForcibly();
  }

  /** A namespace, which is there as long as its process reads what nobody writes to it. */
  private static Process namespace() {
    try {
      Process process =
          new ProcessBuilder("unshare", "--net", "sh", "-c", "echo there; exec cat").start();
      if (!"there".equals(process.inputReader().readLine())) {
        throw Refusal.of(ErrorCode.NOT_ALLOWED, "no network namespace can be made here");
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
    run(command);
  }

  private static void run(String script) {
    run(List.of("sh", "-c", script));
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("%s: %s".formatted(command, said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
