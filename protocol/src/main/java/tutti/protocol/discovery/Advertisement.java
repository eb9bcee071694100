package tutti.protocol.discovery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;

/**
 * "I can sign": the body of {@code discovery.advertise}. The key is the envelope's signer.
 *
 * @param transactionTypes what the signer takes part in, for example {@code spend} or {@code swap}
 * @param minAmount smallest amount, in satoshi
 * @param maxAmount largest amount, in satoshi
 * @param fee flat fee asked for one signature, in satoshi
 * @param expiresAt milliseconds since 1970
 * @param metadata at most 32 entries of free text for people: nickname, description
 */
public record Advertisement(
    List<String> transactionTypes,
    @Nullable Long minAmount,
    @Nullable Long maxAmount,
    @Nullable Long fee,
    long expiresAt,
    @Nullable Map<String, String> metadata) {

  public Advertisement {
    TransactionType.requireAll(transactionTypes);
    transactionTypes = List.copyOf(transactionTypes);
    Require.optionalInteger(minAmount, "minAmount");
    Require.optionalInteger(maxAmount, "maxAmount");
    Require.optionalInteger(fee, "fee");
    Require.that(
        minAmount == null || maxAmount == null || minAmount <= maxAmount,
        "maxAmount",
        "is below minAmount");
    Require.safeInteger(expiresAt, "expiresAt");
    Require.metadata(metadata, "metadata");
    metadata = metadata == null ? null : Map.copyOf(metadata);
  }

  /** The fee asked for; nothing said is nothing asked. */
  public long feeOrZero() {
    return fee == null ? 0 : fee;
  }
}
