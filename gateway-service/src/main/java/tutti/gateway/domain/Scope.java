package tutti.gateway.domain;

import java.util.regex.Pattern;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * What an API key is good for: {@code action:resource}, either of which may be {@code *}.
 *
 * @param action {@code read} or {@code write}
 * @param resource such as {@code bans}
 */
public record Scope(String action, String resource) {
  public static final String ANY = "*";
  private static final Pattern FORM = Pattern.compile("(read|write|\\*):([a-z-]{1,40}|\\*)");

  /** What the operator's own key is good for. */
  public static final Scope EVERYTHING = new Scope(ANY, ANY);

  public static Scope parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED,
          "scopes",
          "'%s' is no scope; write read:bans or *:*".formatted(text));
    }
    int colon = text.indexOf(':');
    return new Scope(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Whether whoever has this may do what needs the other. */
  public boolean covers(Scope needed) {
    return (action.equals(ANY) || action.equals(needed.action))
        && (resource.equals(ANY) || resource.equals(needed.resource));
  }

  @Override
  public String toString() {
    return action + ":" + resource;
  }
}
