package tutti.cli.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tutti.cli.chaos.Lan;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * A server of names on a host of its own, which answers one name with all addresses that it stands
 * for, and learns of changes with a delay, as that of a cluster does.
 */
final class Names implements AutoCloseable {
  private static final String SERVER = "dnsmasq";
  private static final Duration STARTING = Duration.ofSeconds(10);

  private final Process server;
  private final Path hosts;
  private final Path resolver;
  private final String name;
  private final Duration delay;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "tutti-names");
            thread.setDaemon(true);
            return thread;
          });

  private Names(Process server, Path hosts, Path resolver, String name, Duration delay) {
    this.server = server;
    this.hosts = hosts;
    this.resolver = resolver;
    this.name = name;
    this.delay = delay;
  }

  /** Whether there is such a server on this machine. */
  static boolean isPermitted() {
    try {
      return new ProcessBuilder(SERVER, "--version").redirectErrorStream(true).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Starts it; nothing has a name yet. */
  static Names start(Lan lan, Manifests manifests, Duration delay, Path directory) {
    int host = lan.add();
    Path hosts = directory.resolve("names.hosts");
    Path resolver = directory.resolve("resolv.conf");
    try {
      Files.writeString(hosts, "");
      Files.writeString(
          resolver,
          "nameserver %s\nsearch %s\noptions ndots:5\n"
              .formatted(lan.address(host), String.join(" ", manifests.searched())));
      List<String> command = new ArrayList<>(lan.on(host));
      // Ends with this process, however that ends: its end is the end of what is read.
      command.addAll(List.of("sh", "-c", "\"$@\" & server=$!; cat; kill $server", "names"));
      command.addAll(
          List.of(
              SERVER,
              "--keep-in-foreground",
              "--conf-file=/dev/null",
              "--no-resolv",
              "--no-hosts",
              "--user=root",
              "--pid-file=" + hosts.resolveSibling("names.pid"),
              "--addn-hosts=" + hosts,
              "--local=/cluster.local/",
              "--local-ttl=5",
              "--log-facility=" + directory.resolve("names.log")));
      Process server = new ProcessBuilder(command).start();
      Names names = new Names(server, hosts, resolver, manifests.memberName(), delay);
      names.awaitStart();
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitStart() throws IOException {
    long deadline = System.nanoTime() + STARTING.toNanos();
    while (!Files.exists(pidFile()) || Files.size(pidFile()) == 0) {
      if (!server.isAlive() || System.nanoTime() - deadline > 0) {
        close();
        throw Refusal.of(ErrorCode.UNAVAILABLE, SERVER + " does not start, see names.log");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private Path pidFile() {
    return hosts.resolveSibling("names.pid");
  }

  /** What stands in front of a command, so that it asks this server. */
  List<String> asked() {
    return List.of(
        "unshare",
        "--mount",
        "sh",
        "-c",
        "mount --bind %s /etc/resolv.conf && exec \"$@\"".formatted(resolver),
        "pod");
  }

  /** What the name stands for, from some time later on. */
  void point(Collection<String> addresses) {
    String lines =
        addresses.stream()
            .map(address -> address + " " + name + "\n")
            .collect(Collectors.joining());
    var ignored = clock.schedule(() -> write(lines), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void write(String lines) {
    try {
      if (lines.equals(Files.readString(hosts))) {
        return;
      }
      Files.writeString(hosts, lines);
      String pid = Files.readString(pidFile()).strip();
      new ProcessBuilder("kill", "-HUP", pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      server.outputWriter().close();
    } catch (IOException e) {
      throw Refusal.of(ErrorCode.INTERNAL, "the server of names does not end");
    }
  }
}
