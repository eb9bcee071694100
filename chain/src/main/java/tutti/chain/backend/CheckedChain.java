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
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;

/** One server, whose claims are checked as far as they prove themselves. */
public final class CheckedChain implements ChainClient {
  /** More than any funding address needs, and few enough to look at each. */
  private static final int MAX_OUTPUTS = 100;

  private final Backend backend;
  private final TransactionFormat format;
  private final Depths depths;

  public CheckedChain(Backend backend, TransactionFormat format) {
    this.backend = backend;
    this.format = format;
    this.depths = new Depths(backend);
  }

  @Override
  public CompletableFuture<BlockRef> tip() {
    return depths.tip();
  }

  @Override
  public CompletableFuture<ChainTransaction> transaction(Txid id) {
    return depths
        .measure(() -> backend.transaction(id), TransactionClaim::block)
        .thenApply(
            found -> {
              TransactionClaim claim = found.claim();
              BitcoinTransaction read = format.read(claim.raw(), id);
              return new ChainTransaction(id, read, claim.block(), found.confirmations());
            });
  }

  @Override
  public CompletableFuture<OutputState> output(Outpoint outpoint) {
    return tip().thenCompose(tip -> output(outpoint, tip));
  }

  private CompletableFuture<OutputState> output(Outpoint outpoint, BlockRef tip) {
    return depths
        .measure(tip, () -> backend.output(outpoint), OutputClaim::block)
        .thenCompose(found -> state(outpoint, found.claim(), found.confirmations()));
  }

  private CompletableFuture<OutputState> state(Outpoint outpoint, OutputClaim claim, int depth) {
    TxOutput output = output(outpoint, claim);
    if (claim.block() == null && claim.spent() != null && !claim.spent().isNamed()) {
      throw new ChainException(
          ChainException.Code.UNAVAILABLE, "%s changes just now".formatted(outpoint));
    }
    return spending(outpoint, claim.spent())
        .thenApply(
            spent -> new OutputState(outpoint, output, claim.block(), depth, spent.orElse(null)));
  }

  @Override
  public CompletableFuture<List<OutputState>> unspent(Bytes script, @Nullable Long amount) {
    return backend
        .outputsOf(script)
        .thenCompose(
            claims -> {
              List<Outpoint> outpoints =
                  claims.stream()
                      .filter(claim -> amount == null || claim.amount() == amount)
                      .map(UnspentClaim::outpoint)
                      .distinct()
                      .toList();
              if (outpoints.size() > MAX_OUTPUTS) {
                throw new ChainException(
                    ChainException.Code.UNSUPPORTED,
                    "the script has more than %d such outputs".formatted(MAX_OUTPUTS));
              }
              return tip().thenCompose(tip -> states(outpoints, script, tip));
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

  /** What was replaced, or spent, while this looked is left out: it hides nothing else. */
  private CompletableFuture<List<OutputState>> states(
      List<Outpoint> outpoints, Bytes script, BlockRef tip) {
    CompletableFuture<List<OutputState>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Outpoint outpoint : outpoints) {
      all =
          all.thenCompose(
              known -> ifThere(outpoint, tip).thenApply(one -> with(known, one, script)));
    }
    return all;
  }

  private CompletableFuture<Optional<OutputState>> ifThere(Outpoint outpoint, BlockRef tip) {
    return output(outpoint, tip)
        .thenApply(Optional::of)
        .exceptionallyCompose(
            error ->
                ChainException.of(error).code() == ChainException.Code.NOT_FOUND
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(error));
  }

  private static List<OutputState> with(
      List<OutputState> known, Optional<OutputState> found, Bytes script) {
    if (found.filter(state -> !state.output().script().equals(script)).isPresent()) {
      throw bad("the server shows outputs of another script");
    }
    found.filter(OutputState::isUnspent).ifPresent(known::add);
    return known;
  }

  private TxOutput output(Outpoint outpoint, OutputClaim claim) {
    if (claim.raw() == null) {
      return Objects.requireNonNull(claim.output(), "neither output nor transaction");
    }
    BitcoinTransaction read = format.readUnsigned(claim.raw(), new Txid(outpoint.txid()));
    if (outpoint.index() >= read.outputs().size()) {
      throw new ChainException(ChainException.Code.NOT_FOUND, "there is no output " + outpoint);
    }
    TxOutput real = read.outputs().get((int) outpoint.index());
    if (claim.output() != null && !claim.output().equals(real)) {
      throw bad("the server shows another script or amount for " + outpoint);
    }
    return real;
  }

  /** That the spender was allowed to is not proved: one server alone is not believed. */
  private CompletableFuture<Optional<OutputState.Spending>> spending(
      Outpoint outpoint, @Nullable SpentClaim claim) {
    if (claim == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Txid id = claim.spender();
    if (id == null) {
      return CompletableFuture.completedFuture(Optional.of(new OutputState.Spending(null, 0)));
    }
    return Depths.onTheWay(backend.transaction(id))
        .thenApply(
            spender -> {
              List<TxInput> inputs = format.readUnsigned(spender.raw(), id).inputs();
              for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i).outpoint().equals(outpoint)) {
                  return Optional.of(new OutputState.Spending(id, i));
                }
              }
              throw bad("what should spend %s does not".formatted(outpoint));
            });
  }

  private static ChainException bad(String message) {
    return new ChainException(ChainException.Code.BAD_ANSWER, message);
  }
}
