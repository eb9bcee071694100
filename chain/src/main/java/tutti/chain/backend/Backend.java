package tutti.chain.backend;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import tutti.chain.BlockRef;
import tutti.chain.ChainClient;
import tutti.chain.FeeRate;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.Outpoint;

/** One server: asked once each time, and not believed. Futures fail with ChainException. */
public interface Backend extends AutoCloseable {
  CompletableFuture<BlockRef> tip();

  CompletableFuture<TransactionClaim> transaction(Txid id);

  CompletableFuture<OutputClaim> output(Outpoint outpoint);

  /** Outputs of the script that the server calls unspent. */
  CompletableFuture<List<UnspentClaim>> outputsOf(Bytes script);

  /** Completes when the server has the transaction, whether it had it before or not. */
  CompletableFuture<Void> broadcast(Bytes raw, Txid id);

  CompletableFuture<FeeRate> feeRate(int blocks);

  /** Calls when something may have happened to a script; servers that cannot tell never call. */
  default ChainClient.Hints hints(Bytes script, Runnable hint) {
    return () -> {};
  }

  @Override
  default void close() {}
}
