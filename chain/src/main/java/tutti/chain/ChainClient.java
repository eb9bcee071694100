package tutti.chain;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;

/**
 * A block chain, as far as signers need it. All methods return at once; futures fail with {@link
 * ChainException}, and none takes longer than its client's deadline.
 *
 * <p>What a server can prove was checked: a transaction has the identity that was asked for, an
 * output is the transaction's, a spender spends it. In which block something is, and that nobody
 * spends an output, is believed: use a node of your own where that matters.
 */
public interface ChainClient extends AutoCloseable {
  /** The newest block. */
  CompletableFuture<BlockRef> tip();

  /** A transaction, in a block or waiting for one; {@code NOT_FOUND} if nobody knows it. */
  CompletableFuture<ChainTransaction> transaction(Txid id);

  /** An output, spent or not; {@code NOT_FOUND} if there is none. */
  CompletableFuture<OutputState> output(Outpoint outpoint);

  /** The outputs of a script that nobody spends. */
  default CompletableFuture<List<OutputState>> unspent(Bytes script) {
    return unspent(script, null);
  }

  /**
   * Those of an amount; anybody can pay other amounts, as often as he likes.
   *
   * @param amount null: any
   */
  CompletableFuture<List<OutputState>> unspent(Bytes script, @Nullable Long amount);

  /** Brings a transaction into the network; that it is there already is success. */
  CompletableFuture<Txid> broadcast(BitcoinTransaction transaction);

  /** What to pay to be in one of the next so many blocks. */
  CompletableFuture<FeeRate> feeRate(int blocks);

  /** The identity that a transaction has on this chain. */
  Txid identity(BitcoinTransaction transaction);

  /**
   * Calls when something may have happened to a script, where the server tells. Calls may be
   * missing and too many; whoever needs to know asks at times, too.
   */
  Hints hints(Bytes script, Runnable hint);

  @Override
  void close();

  /** Calls that go on until this is closed. */
  @FunctionalInterface
  interface Hints extends AutoCloseable {
    @Override
    void close();
  }
}
