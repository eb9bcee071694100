package tutti.gateway.rest;

import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.domain.Rate;
import tutti.gateway.domain.StoredReply;
import tutti.gateway.http.Meters;
import tutti.gateway.store.ExpiringMap;
import tutti.gateway.store.ReplyMap;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.EdgeSettings;

/** Answers to requests with an {@code Idempotency-Key}, known to all gateways for some time. */
final class KeptReplies {
  private static final Logger LOG = LoggerFactory.getLogger(KeptReplies.class);

  /** Of one signer, while they are kept; whoever says more is answered as without the header. */
  private static final int MOST_OF_A_SIGNER = 100;

  /** Longer than any answer takes; after that it is asked anew. */
  private static final long PENDING_LIFE = 60_000;

  private final ExpiringMap<StoredReply> replies;
  private final Meters signers;
  private final long life;

  KeptReplies(ServiceContext context) {
    var time = context.settings().get(EdgeSettings.REPLY_LIFE);
    replies = new ExpiringMap<>(context.vertx(), context.hazelcast(), ReplyMap.NAME);
    signers = new Meters(Rate.in(time, MOST_OF_A_SIGNER));
    life = time.toMillis();
  }

  /** Whether nobody has begun to answer it; otherwise there is an answer, or there will be one. */
  Future<Boolean> begin(String id, String request) {
    return replies.claim(id, StoredReply.pending(request), PENDING_LIFE);
  }

  /** Keeps an answer for which there is room, whoever it is for. */
  Future<Void> put(String id, StoredReply reply) {
    return replies
        .put(id, reply, life)
        .onFailure(failure -> LOG.warn("an answer was not kept: {}", failure.toString()))
        .otherwiseEmpty();
  }

  /** There is no answer, and may be one the next time. */
  Future<Void> forget(String id) {
    return replies.take(id).<Void>mapEmpty().otherwiseEmpty();
  }

  Future<Optional<StoredReply>> find(String id) {
    return replies.get(id);
  }

  /** Keeps one more of this signer unless there are too many; an answer is given all the same. */
  Future<Void> keep(String signer, String id, StoredReply reply) {
    return signers.of(signer).takeOne() ? put(id, reply) : Future.succeededFuture();
  }
}
