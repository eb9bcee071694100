package tutti.gateway.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;

/**
 * A secret that its holder shows to be let in. It is kept nowhere here, only its hash: whoever
 * reads a map or a backup of it cannot log in with what is there.
 */
public final class BearerToken {
  private static final String SCHEME = "bearer ";
  private static final int LONGEST = 200;

  private final String text;

  private BearerToken(String text) {
    this.text = text;
  }

  /**
   * A new one.
   *
   * @param prefix tells people what it is
   * @param random 32 bytes that nobody can guess
   */
  public static BearerToken of(String prefix, byte[] random) {
    return new BearerToken(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** The one in an {@code Authorization} header, if there is one. */
  public static Optional<BearerToken> ofHeader(String header) {
    if (header.length() > LONGEST || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    return Optional.of(new BearerToken(header.substring(SCHEME.length()).strip()));
  }

  /** One that was written down. */
  public static BearerToken ofText(String text) {
    return new BearerToken(text.strip());
  }

  /** What it is known by: its hash. */
  public String id() {
    return TaggedHash.sha256(Bytes.of(text.getBytes(UTF_8))).hex();
  }

  /** The secret itself, to be given to its holder and to nobody else. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "BearerToken";
  }
}
