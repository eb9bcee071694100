package tutti.chain.backend;

import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.musig2.Bytes;

/**
 * What a server says of a transaction.
 *
 * @param block null: it waits for one
 */
public record TransactionClaim(Bytes raw, @Nullable BlockRef block) {}
