package tutti.runtime.bus;

import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;

/**
 * A request that was answered or refused.
 *
 * @param address the operation's
 * @param request the body as it came, which may be anything
 * @param reply absent where it was refused
 * @param refused why; absent where it was answered
 */
public record Served(
    String address,
    @Nullable Object request,
    @Nullable JsonObject reply,
    @Nullable ErrorCode refused,
    long nanos) {
  /** What a request that was answered has in the place of a code. */
  public static final String OK = "OK";

  private static final String PREFIX = "tutti.";
  private static final Pattern KEY = Pattern.compile("0[23][0-9a-f]{64}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /** The operation without what all of them begin with: {@code session.share-nonce}. */
  public String operation() {
    return operation(address);
  }

  /** The same of an address. */
  public static String operation(String address) {
    return address.startsWith(PREFIX) ? address.substring(PREFIX.length()) : address;
  }

  /** Why it was refused, or {@link #OK}. */
  public String code() {
    return refused == null ? OK : refused.name();
  }

  /** Whether somebody has signed it: a key says so, whether or not it is true. */
  public boolean isSigned() {
    return request instanceof JsonObject body && body.containsKey("signature");
  }

  /** The public key that it names as the one who asks. */
  public @Nullable String signer() {
    return text(body("signer"), KEY);
  }

  /** The request that it is about, as far as it says so; for a new one its answer does. */
  public @Nullable String requestId() {
    return id("requestId");
  }

  /** The session that it is about. */
  public @Nullable String sessionId() {
    return id("sessionId");
  }

  private @Nullable String id(String name) {
    String found = text(body(name), ID);
    if (found == null && body("body") instanceof JsonObject said) {
      found = text(said.getValue(name), ID);
    }
    return found == null && reply != null ? text(reply.getValue(name), ID) : found;
  }

  private @Nullable Object body(String name) {
    return request instanceof JsonObject body ? body.getValue(name) : null;
  }

  /** Nothing but what has the form of a key or an id gets any further. */
  private static @Nullable String text(@Nullable Object value, Pattern form) {
    return value instanceof String text && form.matcher(text).matches() ? text : null;
  }
}
