package tutti.gateway.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Where a client is, as coarse as one party holds it: an IPv4 address, or the first half of an IPv6
 * address, since whoever has one of these has all others with the same beginning too.
 *
 * @param text {@code 192.0.2.1} or {@code 20010db8000000ff/64}
 */
public record ClientAddress(String text) {
  private static final int LONGEST = 64;
  private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]{1,60}");

  /** From an address in any notation; what is none stands for itself. */
  public static ClientAddress of(String host) {
    if (!IPV6.matcher(host).matches()) {
      return asItIs(host);
    }
    try {
      // Nobody is asked for a name: with a colon in it, it is an address or an error.
      InetAddress address = InetAddress.getByName(host);
      return address instanceof Inet6Address
          ? new ClientAddress(network(address.getAddress()))
          : new ClientAddress(address.getHostAddress());
    } catch (UnknownHostException e) {
      return asItIs(host);
    }
  }

  private static ClientAddress asItIs(String host) {
    return new ClientAddress(host.substring(0, Math.min(host.length(), LONGEST)));
  }

  private static String network(byte[] address) {
    return HexFormat.of().formatHex(Arrays.copyOf(address, 8)) + "/64";
  }
}
