package tutti.gateway.domain;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Where a webhook may go to: not into the network that the gateway itself is in. */
public final class WebhookTarget {
  /** All that IPv6 has given out; what stands for an IPv4 address is outside of it. */
  private static final Network GLOBAL = Network.of("2000::/3");

  /** The special-purpose addresses of IANA: private, shared, for documents, of tunnels, ... */
  private static final List<Network> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Network::of)
          .toList();

  private WebhookTarget() {}

  /** The address in this text, which must be one of HTTP, and of HTTPS unless anything goes. */
  public static URI parse(String text, boolean anywhere) {
    try {
      URI url = new URI(text);
      boolean secure = "https".equals(url.getScheme());
      boolean plain = anywhere && "http".equals(url.getScheme());
      if ((secure || plain) && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw Refusal.ofField(ErrorCode.MALFORMED, "url", "is no address that webhooks may go to");
  }

  /** Whether everyone can reach this address. */
  public static boolean isPublic(InetAddress address) {
    boolean isReachable = address instanceof Inet4Address || GLOBAL.contains(address);
    return isReachable && SPECIAL.stream().noneMatch(network -> network.contains(address));
  }

  /** All addresses of one size with the same beginning. */
  private record Network(BigInteger beginning, int bits, int length) {
    static Network of(String text) {
      int slash = text.indexOf('/');
      int length = Integer.parseInt(text.substring(slash + 1));
      try {
        // An address in digits: nobody is asked for it.
        byte[] start = InetAddress.getByName(text.substring(0, slash)).getAddress();
        return new Network(beginning(start, length), start.length * Byte.SIZE, length);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    boolean contains(InetAddress address) {
      byte[] bytes = address.getAddress();
      return bytes.length * Byte.SIZE == bits && beginning(bytes, length).equals(beginning);
    }

    private static BigInteger beginning(byte[] address, int length) {
      return new BigInteger(1, address).shiftRight(address.length * Byte.SIZE - length);
    }
  }
}
