package tutti.chain.backend;

import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.TxOutput;

/**
 * What a server says of an output.
 *
 * @param raw the transaction it is of; null if the server has not kept it
 * @param output null: look into the transaction
 * @param spent null: nobody spends it
 */
public record OutputClaim(
    @Nullable Bytes raw,
    @Nullable TxOutput output,
    @Nullable BlockRef block,
    @Nullable SpentClaim spent) {}
