package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Does what an operator asks for once, however often it is asked under one {@code Idempotency-Key}
 * of an API key. Unlike envelopes, the same request again would be another ban, another key. So
 * whoever comes while the first one is being answered is told to come again. A secret is in the
 * first answer only: it is not kept.
 */
final class OperatorRepetition implements Endpoint {
  private static final long AGAIN_MILLIS = 1_000;

  private final Endpoint endpoint;
  private final KeptReplies replies;

  OperatorRepetition(Endpoint endpoint, KeptReplies replies) {
    this.endpoint = endpoint;
    this.replies = replies;
  }

  @Override
  public Future<Reply> handle(Call call) {
    if (!IdempotencyKey.isGiven(call)) {
      return endpoint.handle(call);
    }
    IdempotencyKey key = IdempotencyKey.of(call, call.apiKey().id());
    return replies
        .begin(key.id(), key.request())
        .compose(first -> first ? first(call, key) : again(call, key));
  }

  private Future<Reply> first(Call call, IdempotencyKey key) {
    return Future.succeededFuture(call)
        .compose(endpoint::handle)
        .compose(reply -> kept(key, reply))
        .recover(
            refused ->
                replies
                    .forget(key.id())
                    .transform(forgotten -> Future.<Reply>failedFuture(refused)));
  }

  private Future<Reply> kept(IdempotencyKey key, Reply reply) {
    ObjectNode body = reply.body();
    return body == null
        ? replies.forget(key.id()).map(reply)
        : replies.put(key.id(), key.stored(reply, body)).map(reply);
  }

  private Future<Reply> again(Call call, IdempotencyKey key) {
    return replies
        .find(key.id())
        .map(
            known -> {
              known.ifPresent(reply -> reply.requireSame(key.request()));
              return known
                  .filter(reply -> !reply.isPending())
                  .map(reply -> key.again(call, reply))
                  .orElseThrow(OperatorRepetition::underWay);
            });
  }

  private static Refusal underWay() {
    return Refusal.of(ErrorCode.UNAVAILABLE, "the same request is being answered")
        .retryAfter(AGAIN_MILLIS);
  }
}
