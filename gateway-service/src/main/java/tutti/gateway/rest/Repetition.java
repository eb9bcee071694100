package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import tutti.protocol.Envelope;

/**
 * Answers the same request of a signer again with the same answer, where it has an {@code
 * Idempotency-Key}. What was refused is not kept: it may go well the next time. Nor is what had
 * been said before, with or without another key: it changed nothing, and could be said for ever.
 */
final class Repetition implements Endpoint {
  /** Members of what services answer to an envelope: whether it changed nothing, or something. */
  private static final String REPEATED = "repeated";

  private static final String WITHDRAWN = "withdrawn";

  private final Endpoint endpoint;
  private final KeptReplies replies;

  Repetition(Endpoint endpoint, KeptReplies replies) {
    this.endpoint = endpoint;
    this.replies = replies;
  }

  @Override
  public Future<Reply> handle(Call call) {
    if (!IdempotencyKey.isGiven(call)) {
      return endpoint.handle(call);
    }
    String signer = call.body(Envelope.class).signer().hex();
    IdempotencyKey key = IdempotencyKey.of(call, signer);
    return replies
        .find(key.id())
        .compose(
            known ->
                known.isPresent()
                    ? Future.succeededFuture(key.again(call, known.get()))
                    : endpoint.handle(call).compose(reply -> kept(signer, key, reply)));
  }

  private Future<Reply> kept(String signer, IdempotencyKey key, Reply reply) {
    ObjectNode body = reply.body();
    if (body == null || body.path(REPEATED).asBoolean() || !body.path(WITHDRAWN).asBoolean(true)) {
      return Future.succeededFuture(reply);
    }
    return replies.keep(signer, key.id(), key.stored(reply, body)).map(reply);
  }
}
