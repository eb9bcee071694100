package tutti.protocol.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Require;

/**
 * A search for signers. All conditions given must hold; a missing one does not filter.
 *
 * @param transactionTypes at least one of these
 * @param amount within the advertised range, in satoshi
 * @param maxFee the fee is at most this, in satoshi
 * @param publicKeys one of these keys
 * @param minCompleted at least so many completed sessions on record
 * @param sort default {@code FEE}: cheapest first
 * @param limit entries of a page; default 50
 * @param after the {@code next} of the page before
 */
public record SignerQuery(
    @Nullable List<String> transactionTypes,
    @Nullable Long amount,
    @Nullable Long maxFee,
    @Nullable List<PublicKey> publicKeys,
    @Nullable Long minCompleted,
    @Nullable SignerSort sort,
    @Nullable Integer limit,
    @Nullable String after) {

  public SignerQuery {
    Require.optionalInteger(amount, "amount");
    Require.optionalInteger(maxFee, "maxFee");
    Require.optionalInteger(minCompleted, "minCompleted");
    if (transactionTypes != null) {
      TransactionType.requireAll(transactionTypes);
      transactionTypes = List.copyOf(transactionTypes);
    }
    if (publicKeys != null) {
      Require.size(publicKeys, 1, 1_000, "publicKeys");
      publicKeys = List.copyOf(publicKeys);
    }
    if (limit != null) {
      Require.that(limit > 0, "limit", "must be positive");
    }
    if (after != null) {
      Require.text(after, 200, "after");
    }
  }

  /** Everyone, in pages of the default size. */
  public static SignerQuery all() {
    return new SignerQuery(null, null, null, null, null, null, null, null);
  }
}
