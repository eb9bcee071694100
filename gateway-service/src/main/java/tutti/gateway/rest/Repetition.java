package tutti.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.domain.StoredReply;
import tutti.gateway.store.ExpiringMap;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Answers the same request again with the same answer, where it has an {@code Idempotency-Key}.
 * What was refused is not kept: it may go well the next time.
 */
final class Repetition implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);
  private static final String HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,64}");

  private final Endpoint endpoint;
  private final ExpiringMap<StoredReply> replies;
  private final long life;

  Repetition(Endpoint endpoint, ExpiringMap<StoredReply> replies, long life) {
    this.endpoint = endpoint;
    this.replies = replies;
    this.life = life;
  }

  @Override
  public Future<Reply> handle(Call call) {
    String key = call.context().request().getHeader(HEADER);
    if (key == null) {
      return endpoint.handle(call);
    }
    if (!KEY.matcher(key).matches()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, HEADER, "1 to 64 visible characters are expected");
    }
    String request = hash(call.bytes());
    String signer = call.body(Envelope.class).signer().hex(); // nobody can spoil another's key
    String id =
        hash(String.join("\n", call.context().request().path(), signer, key).getBytes(UTF_8));
    return replies
        .get(id)
        .compose(
            known -> {
              if (known.isPresent()) {
                known.get().requireSame(request);
                call.context().response().putHeader("Idempotent-Replayed", "true");
                return Future.succeededFuture(new Reply(known.get().status(), known.get().body()));
              }
              return endpoint.handle(call).compose(reply -> kept(id, request, reply));
            });
  }

  private Future<Reply> kept(String id, String request, Reply reply) {
    if (reply.body() == null) {
      return Future.succeededFuture(reply);
    }
    return replies
        .put(id, new StoredReply(request, reply.status(), reply.body()), life)
        .onFailure(failure -> LOG.warn("an answer was not kept: {}", failure.toString()))
        .otherwiseEmpty()
        .map(reply);
  }

  private static String hash(byte[] bytes) {
    return TaggedHash.sha256(Bytes.of(bytes)).hex();
  }
}
