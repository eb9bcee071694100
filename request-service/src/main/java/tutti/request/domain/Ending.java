package tutti.request.domain;

import org.jspecify.annotations.Nullable;

/**
 * When and why a request left {@code OPEN}.
 *
 * @param declinedBy signer index of who declined
 * @param reason what was given as the reason
 */
public record Ending(long at, @Nullable Integer declinedBy, @Nullable String reason) {
  static Ending at(long now) {
    return new Ending(now, null, null);
  }
}
