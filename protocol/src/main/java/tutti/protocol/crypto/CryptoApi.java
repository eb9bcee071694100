package tutti.protocol.crypto;

import tutti.protocol.Limit;
import tutti.protocol.Operation;

/** What the crypto service answers: a whole check or round per message, over public data only. */
public final class CryptoApi {
  public static final Operation<CheckEnvelope, EnvelopeVerdict> CHECK_ENVELOPE =
      operation("check-envelope", CheckEnvelope.class, EnvelopeVerdict.class);

  public static final Operation<AggregateNonces, AggregatedNonces> AGGREGATE_NONCES =
      operation("aggregate-nonces", AggregateNonces.class, AggregatedNonces.class);

  public static final Operation<AggregateSignatures, AggregatedSignatures> AGGREGATE_SIGNATURES =
      operation("aggregate-signatures", AggregateSignatures.class, AggregatedSignatures.class);

  public static final Operation<AggregateKeys, AggregatedKey> AGGREGATE_KEYS =
      operation("aggregate-keys", AggregateKeys.class, AggregatedKey.class);

  private CryptoApi() {}

  private static <Q, R> Operation<Q, R> operation(String verb, Class<Q> query, Class<R> reply) {
    return new Operation<>("tutti.crypto." + verb, query, reply, Limit.BATCH_BYTES);
  }
}
