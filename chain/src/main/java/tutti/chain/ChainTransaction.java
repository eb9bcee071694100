package tutti.chain;

import org.jspecify.annotations.Nullable;
import tutti.transactions.bitcoin.BitcoinTransaction;

/**
 * A transaction that the network knows; its identity was computed from it.
 *
 * @param block where it is; null while it waits for a block
 * @param confirmations 0 while it waits for a block
 */
public record ChainTransaction(
    Txid id, BitcoinTransaction transaction, @Nullable BlockRef block, int confirmations) {}
