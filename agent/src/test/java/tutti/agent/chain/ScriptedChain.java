package tutti.agent.chain;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.ChainClient;
import tutti.chain.ChainException;
import tutti.chain.ChainTransaction;
import tutti.chain.FeeRate;
import tutti.chain.OutputState;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;

/** A chain on which no transaction is, and which answers about outputs when the test says so. */
final class ScriptedChain implements ChainClient {
  /** What was asked about an output, and waits for its answer. */
  record Question(Outpoint outpoint, CompletableFuture<OutputState> answer) {}

  final BlockingQueue<Question> outputs = new LinkedBlockingQueue<>();
  final BlockingQueue<Txid> transactions = new LinkedBlockingQueue<>();

  @Override
  public CompletableFuture<OutputState> output(Outpoint outpoint) {
    Question question = new Question(outpoint, new CompletableFuture<>());
    outputs.add(question);
    return question.answer();
  }

  @Override
  public CompletableFuture<ChainTransaction> transaction(Txid id) {
    transactions.add(id);
    return CompletableFuture.failedFuture(
        new ChainException(ChainException.Code.NOT_FOUND, "no transaction"));
  }

  @Override
  public Txid identity(BitcoinTransaction transaction) {
    return new Txid(transaction.txid());
  }

  @Override
  public CompletableFuture<BlockRef> tip() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<OutputState>> unspent(Bytes script, @Nullable Long amount) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Txid> broadcast(BitcoinTransaction transaction) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<FeeRate> feeRate(int blocks) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Hints hints(Bytes script, Runnable hint) {
    return () -> {};
  }

  @Override
  public void close() {}
}
