package tutti.protocol.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Require;

/**
 * The requests that name a key, newest first is not promised: ordered by request id.
 *
 * @param states only these; default all
 * @param limit entries of a page; default 50
 * @param after the {@code next} of the page before
 */
public record RequestQuery(
    PublicKey publicKey,
    @Nullable List<RequestState> states,
    @Nullable Integer limit,
    @Nullable String after) {
  public RequestQuery {
    Require.present(publicKey, "publicKey");
    if (states != null) {
      Require.size(states, 1, RequestState.values().length, "states");
      states = List.copyOf(states);
    }
    Require.that(limit == null || limit > 0, "limit", "must be positive");
    if (after != null) {
      Require.text(after, 64, "after");
    }
  }
}
