package tutti.gateway.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Where a webhook may go to: not into the network that the gateway itself is in. */
public final class WebhookTarget {
  private static final int UNIQUE_LOCAL = 0xfc;
  private static final int CARRIER = 100;
  private static final int RESERVED = 240;
  private static final int NAT64 = 0x64;
  private static final int SIX_TO_FOUR = 0x2002;

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
    byte[] bytes = address.getAddress();
    boolean special =
        address instanceof Inet6Address
            ? (bytes[0] & 0xfe) == UNIQUE_LOCAL || isTranslated(bytes)
            : bytes[0] == 0
                || (bytes[0] & 0xff) >= RESERVED
                || (bytes[0] == CARRIER && (bytes[1] & 0xc0) == 64);
    return !(address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || special);
  }

  /** Whether there is an IPv4 address in it: NAT64, 6to4, or none of these but ::a.b.c.d. */
  private static boolean isTranslated(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    return first == NAT64 || first == SIX_TO_FOUR || first == 0;
  }
}
