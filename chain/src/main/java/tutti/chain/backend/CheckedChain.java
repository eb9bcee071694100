package tutti.chain.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.ChainClient;
import tutti.chain.ChainException;
import tutti.chain.ChainTransaction;
import tutti.chain.FeeRate;
import tutti.chain.OutputState;
import tutti.chain.TransactionFormat;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** One server, whose claims are checked as far as they prove themselves. */
public final class CheckedChain implements ChainClient {
  /** More than any funding address needs, and few enough to look at each. */
  private static final int MAX_OUTPUTS = 100;

  private final Backend backend;
  private final TransactionFormat format;

  public CheckedChain(Backend backend, TransactionFormat format) {
    this.backend = backend;
    this.format = format;
  }

  @Override
  public CompletableFuture<BlockRef> tip() {
    return backend.tip();
  }

  @Override
  public CompletableFuture<ChainTransaction> transaction(Txid id) {
    return backend
        .transaction(id)
        .thenCompose(
            claim -> {
              BitcoinTransaction read = format.read(claim.raw(), id);
              return confirmations(claim.block())
                  .thenApply(depth -> new ChainTransaction(id, read, claim.block(), depth));
            });
  }

  @Override
  public CompletableFuture<OutputState> output(Outpoint outpoint) {
    return backend
        .output(outpoint)
        .thenCompose(
            claim -> {
              TxOutput output = output(outpoint, claim);
              return confirmations(claim.block())
                  .thenCombine(
                      spending(outpoint, claim.spent()),
                      (depth, spent) ->
                          new OutputState(
                              outpoint, output, claim.block(), depth, spent.orElse(null)));
            });
  }

  @Override
  public CompletableFuture<List<OutputState>> unspent(Bytes script) {
    return backend
        .outputsOf(script, MAX_OUTPUTS)
        .thenCompose(
            outpoints -> {
              if (outpoints.size() > MAX_OUTPUTS) {
                throw new ChainException(
                    ChainException.Code.UNSUPPORTED,
                    "the script has more than %d outputs".formatted(MAX_OUTPUTS));
              }
              return states(outpoints.stream().distinct().toList());
            })
        .thenApply(
            states -> {
              if (states.stream().anyMatch(state -> !state.output().script().equals(script))) {
                throw bad("the server shows outputs of another script");
              }
              return states.stream().filter(OutputState::isUnspent).toList();
            });
  }

  @Override
  public CompletableFuture<Txid> broadcast(BitcoinTransaction transaction) {
    Txid id = format.identity(transaction);
    return backend.broadcast(transaction.serialized(), id).thenApply(done -> id);
  }

  @Override
  public CompletableFuture<FeeRate> feeRate(int blocks) {
    return backend.feeRate(blocks);
  }

  @Override
  public Txid identity(BitcoinTransaction transaction) {
    return format.identity(transaction);
  }

  @Override
  public Hints hints(Bytes script, Runnable hint) {
    return backend.hints(script, hint);
  }

  @Override
  public void close() {
    backend.close();
  }

  private CompletableFuture<List<OutputState>> states(List<Outpoint> outpoints) {
    CompletableFuture<List<OutputState>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Outpoint outpoint : outpoints) {
      all =
          all.thenCompose(
              known ->
                  output(outpoint)
                      .thenApply(
                          state -> {
                            known.add(state);
                            return known;
                          }));
    }
    return all;
  }

  private TxOutput output(Outpoint outpoint, OutputClaim claim) {
    if (claim.raw() == null) {
      return Objects.requireNonNull(claim.output(), "neither output nor transaction");
    }
    BitcoinTransaction read = format.read(claim.raw(), new Txid(outpoint.txid()));
    if (outpoint.index() >= read.outputs().size()) {
      throw new ChainException(ChainException.Code.NOT_FOUND, "there is no output " + outpoint);
    }
    TxOutput real = read.outputs().get((int) outpoint.index());
    if (claim.output() != null && !claim.output().equals(real)) {
      throw bad("the server shows another script or amount for " + outpoint);
    }
    return real;
  }

  /** A spender that does not spend would make others wait for nothing, or despair of a funding. */
  private CompletableFuture<Optional<OutputState.Spending>> spending(
      Outpoint outpoint, @Nullable SpentClaim claim) {
    if (claim == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Txid id = claim.spender();
    var spending = Optional.of(new OutputState.Spending(id, claim.input()));
    if (id == null) {
      return CompletableFuture.completedFuture(spending);
    }
    return backend
        .transaction(id)
        .thenApply(
            spender -> {
              var inputs = format.read(spender.raw(), id).inputs();
              if (claim.input() < 0
                  || claim.input() >= inputs.size()
                  || !inputs.get(claim.input()).outpoint().equals(outpoint)) {
                throw bad("what should spend %s does not".formatted(outpoint));
              }
              return spending;
            });
  }

  private CompletableFuture<Integer> confirmations(@Nullable BlockRef block) {
    if (block == null) {
      return CompletableFuture.completedFuture(0);
    }
    return backend
        .tip()
        .thenApply(
            tip -> {
              if (block.height() > tip.height()) {
                throw bad("a block above the newest one");
              }
              return block.confirmations(tip);
            });
  }

  private static ChainException bad(String message) {
    return new ChainException(ChainException.Code.BAD_ANSWER, message);
  }
}
