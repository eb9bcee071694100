package tutti.runtime.bus;

import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;

/**
 * Something that an operator asked for, and that was done or refused.
 *
 * @param operation such as {@code gateway.ban}
 * @param operator id of the API key that it was asked with; absent if there was no good one
 * @param about the key, address or id that it concerns, as far as that is known
 * @param refused why; absent where it was done
 */
public record Ordered(
    String operation,
    @Nullable String operator,
    @Nullable String about,
    @Nullable ErrorCode refused) {

  /** Why it was refused, or {@link Served#OK}. */
  public String code() {
    return refused == null ? Served.OK : refused.name();
  }
}
