package tutti.runtime.cluster;

import com.hazelcast.config.TcpIpConfig;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where to look for members. A name stands for all addresses that it has at that moment, each time
 * that somebody looks: members come under new addresses, and Hazelcast by itself takes of a name
 * its own address alone.
 */
final class NamedMembers extends TcpIpConfig {
  private static final Logger LOG = LoggerFactory.getLogger(NamedMembers.class);
  private static final Pattern ADDRESSES = Pattern.compile("[0-9.*-]+");
  private static final long LOOK_MILLIS = 250;

  private final List<String> members;
  private final int port;
  private final Lookup lookup;

  /** Who knows the addresses of a name. */
  interface Lookup {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  /**
   * Names or addresses.
   *
   * @param port where none is given
   */
  NamedMembers(List<String> members, int port, Lookup lookup) {
    this.members = List.copyOf(members);
    this.port = port;
    this.lookup = lookup;
  }

  /** Those of which nothing is known at the moment are left out. */
  @Override
  public List<String> getMembers() {
    Set<String> found = new LinkedHashSet<>();
    for (String member : members) {
      HostAndPort parsed = HostAndPort.parseAuthority(member, -1);
      if (parsed == null) {
        found.add(member);
        continue;
      }
      List<String> hosts = hosts(parsed.host());
      boolean alone = members.size() == 1 && hosts.size() == 1;
      for (String host : hosts) {
        found.add(host + port(parsed.port(), alone));
      }
    }
    return new ArrayList<>(found);
  }

  /**
   * A member on the smaller side of a split that has healed asks one address after the other, five
   * seconds each, whether they are the larger side: ten ports on each of three hosts would be
   * minutes. Whoever it once knew it also asks.
   */
  private String port(int given, boolean alone) {
    return given != -1 ? ":" + given : alone ? "" : ":" + port;
  }

  /**
   * Waits until a member that others are to find by a name can be found by it, but no longer than
   * that. Of members that start at the same time, the one that is named last then knows all others;
   * before, each would begin a cluster of its own.
   */
  void awaitNamed(String host, Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (namesOthersThan(host)) {
      if (System.nanoTime() - deadline > 0) {
        LOG.warn("{} is not among the addresses of {}: others may not find it", host, members);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Whether all are names, each with the port that its members have. */
  boolean areNamed() {
    return !members.isEmpty() && members.stream().allMatch(NamedMembers::isNameWithPort);
  }

  private static boolean isNameWithPort(String member) {
    HostAndPort parsed = HostAndPort.parseAuthority(member, -1);
    return parsed != null
        && parsed.port() != -1
        && !isAddress(parsed.host())
        && !parsed.host().equals("localhost");
  }

  /** Whether there are names, none of which stands for this host. */
  private boolean namesOthersThan(String host) {
    List<String> own = hosts(host);
    boolean names = false;
    for (String member : members) {
      HostAndPort parsed = HostAndPort.parseAuthority(member, -1);
      if (parsed != null && !isAddress(parsed.host())) {
        names = true;
        if (hosts(parsed.host()).stream().anyMatch(own::contains)) {
          return false;
        }
      }
    }
    return names;
  }

  /** An address, or a range of them, as Hazelcast reads it. */
  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || ADDRESSES.matcher(host).matches();
  }

  private List<String> hosts(String host) {
    if (isAddress(host)) {
      return List.of(host);
    }
    List<String> hosts = new ArrayList<>();
    try {
      for (InetAddress address : lookup.addresses(host)) {
        String text = address.getHostAddress();
        hosts.add(text.contains(":") ? "[" + text + "]" : text);
      }
    } catch (UnknownHostException e) {
      LOG.debug("{} has no address", host);
    }
    return hosts;
  }
}
