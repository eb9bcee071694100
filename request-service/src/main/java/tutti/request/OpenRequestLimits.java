package tutti.request;

import io.vertx.core.Future;
import java.util.List;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.request.store.RequestIndex;

/** How many requests one creator may have open, and how many may name one signer. */
final class OpenRequestLimits {
  /** Nobody knows when signers join; sooner than this they seldom do. */
  private static final long RETRY_AFTER_MILLIS = 10_000;

  private final Limits limits;
  private final RequestIndex index;

  OpenRequestLimits(Limits limits, RequestIndex index) {
    this.limits = limits;
    this.index = index;
  }

  /** Fails with {@code RATE_LIMITED} if one more would be too many for anyone. */
  Future<Void> requireRoom(SigningRequest request) {
    long perCreator = limits.get(Limit.OPEN_REQUESTS_PER_CREATOR);
    long perSigner = limits.get(Limit.OPEN_REQUESTS_PER_SIGNER);
    // One query tells in the usual case that nobody can be above any limit.
    return index
        .countOpen(request.keys())
        .compose(
            open ->
                open < Math.min(perCreator, perSigner)
                    ? Future.succeededFuture()
                    : requireRoomForCreator(request)
                        .compose(ignored -> requireRoomForSigners(request, 0)));
  }

  private Future<Void> requireRoomForCreator(SigningRequest request) {
    return index
        .countOpenOf(request.creator())
        .compose(open -> below(Limit.OPEN_REQUESTS_PER_CREATOR, open, "body.creator"));
  }

  private Future<Void> requireRoomForSigners(SigningRequest request, int from) {
    if (from == request.keys().size()) {
      return Future.succeededFuture();
    }
    PublicKey signer = request.keys().get(from);
    return index
        .countOpen(List.of(signer))
        .compose(
            open -> below(Limit.OPEN_REQUESTS_PER_SIGNER, open, "body.keys[%d]".formatted(from)))
        .compose(ignored -> requireRoomForSigners(request, from + 1));
  }

  private Future<Void> below(Limit limit, long open, String field) {
    return open < limits.get(limit)
        ? Future.succeededFuture()
        : Future.failedFuture(
            Refusal.ofField(
                    ErrorCode.RATE_LIMITED,
                    field,
                    "%s: %d, at most %d (%s)"
                        .formatted(limit.description(), open, limits.get(limit), limit.key()))
                .retryAfter(RETRY_AFTER_MILLIS));
  }
}
