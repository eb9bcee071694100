package tutti.chain.bitcoind;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.FeeRate;
import tutti.chain.Txid;
import tutti.chain.backend.Backend;
import tutti.chain.backend.OutputClaim;
import tutti.chain.backend.SpentClaim;
import tutti.chain.backend.TransactionClaim;
import tutti.chain.backend.UnspentClaim;
import tutti.chain.http.Endpoint;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** A node of Bitcoin Core. With {@code txindex=1} it knows more; without, what is unspent. */
public final class BitcoindNode implements Backend {
  private static final int ALREADY_IN_CHAIN = -27;
  private static final int NOT_FOUND = -5;
  private static final int PRUNED = -1;

  /** Satoshis for a thousand bytes are a thousandth of that for one. */
  private static final double THOUSAND = 1_000;

  /** Of a transaction that is looked for; one of them is likely to be unspent still. */
  private static final int FIRST_OUTPUTS = 4;

  private final JsonRpc rpc;

  public BitcoindNode(Endpoint endpoint, Credentials credentials) {
    this.rpc = new JsonRpc(endpoint, credentials);
  }

  @Override
  public CompletableFuture<BlockRef> tip() {
    return result(NodeJson.ChainInfo.class, "getblockchaininfo")
        .thenApply(info -> block(info.blocks(), info.bestblockhash()));
  }

  @Override
  public CompletableFuture<TransactionClaim> transaction(Txid id) {
    return rpc.call(NodeJson.Raw.class, "getrawtransaction", id.text(), true)
        .thenCompose(
            reply ->
                reply.error() == NOT_FOUND
                    ? unindexed(id, 0, reply.failure(Code.NOT_FOUND))
                    : indexed(id, reply.orFail()));
  }

  private CompletableFuture<TransactionClaim> indexed(Txid id, NodeJson.Raw found) {
    Bytes raw = found.bytes();
    String hash = found.blockhash();
    if (hash == null) {
      return CompletableFuture.completedFuture(new TransactionClaim(raw, null));
    }
    Integer confirmations = found.confirmations();
    if (confirmations == null || confirmations <= 0) {
      return reorganized(id, raw);
    }
    return result(NodeJson.Header.class, "getblockheader", hash)
        .thenApply(header -> new TransactionClaim(raw, block(header.height(), hash)));
  }

  /** The index keeps what was in blocks that are no longer; the pool may not have it any more. */
  private CompletableFuture<TransactionClaim> reorganized(Txid id, Bytes raw) {
    return rpc.call(Object.class, "getmempoolentry", id.text())
        .thenApply(
            entry -> {
              if (entry.error() == NOT_FOUND) {
                throw entry.failure(Code.NOT_FOUND);
              }
              entry.orFail();
              return new TransactionClaim(raw, null);
            });
  }

  /** A node without an index finds the block of a transaction by what is unspent of it. */
  private CompletableFuture<TransactionClaim> unindexed(
      Txid id, int index, ChainException otherwise) {
    if (index == FIRST_OUTPUTS) {
      return CompletableFuture.failedFuture(otherwise);
    }
    return optional(NodeJson.Output.class, "gettxout", id.text(), index, false)
        .thenCompose(
            found ->
                found.isPresent()
                    ? blockOf(found.get()).thenCompose(block -> inBlock(id, block))
                    : unindexed(id, index + 1, otherwise));
  }

  private CompletableFuture<TransactionClaim> inBlock(Txid id, BlockRef block) {
    return result(String.class, "getrawtransaction", id.text(), false, block.hash())
        .thenApply(raw -> new TransactionClaim(NodeJson.hex(raw), block));
  }

  @Override
  public CompletableFuture<OutputClaim> output(Outpoint outpoint) {
    return unspent(outpoint)
        .thenCompose(found -> found.isPresent() ? unspent(outpoint, found.get()) : spent(outpoint));
  }

  @Override
  public CompletableFuture<List<UnspentClaim>> outputsOf(Bytes script) {
    // Those in blocks only: a node without the script in a wallet does not index its pool.
    String descriptor = "raw(%s)".formatted(script.hex());
    return result(NodeJson.Scan.class, "scantxoutset", "start", List.of(descriptor))
        .exceptionallyCompose(this::endlessScan)
        .thenApply(scan -> scan.unspents().stream().map(NodeJson.Found::claim).toList());
  }

  @Override
  public CompletableFuture<Void> broadcast(Bytes raw, Txid id) {
    return rpc.call(String.class, "sendrawtransaction", raw.hex())
        .thenCompose(
            reply -> {
              if (reply.error() == ALREADY_IN_CHAIN) {
                return CompletableFuture.completedFuture(null);
              }
              if (reply.isError()) {
                return unlessKnown(id, reply.failure());
              }
              if (!id.equals(NodeJson.txid(reply.orFail()))) {
                throw NodeJson.bad("it has taken another transaction");
              }
              return CompletableFuture.completedFuture(null);
            });
  }

  @Override
  public CompletableFuture<FeeRate> feeRate(int blocks) {
    return result(NodeJson.Estimate.class, "estimatesmartfee", blocks)
        .thenApply(
            estimate -> {
              if (estimate.feerate() == null) {
                throw new ChainException(Code.UNSUPPORTED, "it has no estimate");
              }
              return new FeeRate(NodeJson.satoshis(estimate.feerate()) / THOUSAND);
            });
  }

  @Override
  public void close() {
    rpc.close();
  }

  /** The node would go on, and refuse all other searches meanwhile. */
  private CompletableFuture<NodeJson.Scan> endlessScan(Throwable error) {
    if (ChainException.of(error).code() != Code.TIMEOUT) {
      return CompletableFuture.failedFuture(error);
    }
    return result(Boolean.class, "scantxoutset", "abort")
        .handle((aborted, unheard) -> aborted != null && aborted)
        .thenCompose(
            aborted ->
                CompletableFuture.failedFuture(
                    aborted
                        ? new ChainException(
                            Code.UNSUPPORTED,
                            "to find outputs by their script takes this node too long")
                        : error));
  }

  private CompletableFuture<Void> unlessKnown(Txid id, ChainException refused) {
    return transaction(id)
        .handle(
            (known, error) -> {
              if (error != null) {
                throw refused;
              }
              return null;
            });
  }

  private CompletableFuture<Optional<NodeJson.Output>> unspent(Outpoint outpoint) {
    String id = new Txid(outpoint.txid()).text();
    return optional(NodeJson.Output.class, "gettxout", id, outpoint.index(), true);
  }

  /** The node says how deep an output is, not where; and it may have dropped the transaction. */
  private CompletableFuture<OutputClaim> unspent(Outpoint outpoint, NodeJson.Output found) {
    String id = new Txid(outpoint.txid()).text();
    TxOutput output = found.output();
    if (found.confirmations() <= 0) {
      return result(String.class, "getrawtransaction", id, false)
          .thenApply(raw -> new OutputClaim(NodeJson.hex(raw), output, null, null));
    }
    return blockOf(found).thenCompose(block -> kept(id, output, block));
  }

  /** Where an unspent output is, of which the node says how deep it lies below its newest block. */
  private CompletableFuture<BlockRef> blockOf(NodeJson.Output found) {
    return result(NodeJson.Header.class, "getblockheader", String.valueOf(found.bestblock()))
        .thenCompose(
            best -> {
              int height = best.height() - found.confirmations() + 1;
              return result(String.class, "getblockhash", height)
                  .thenApply(hash -> block(height, hash));
            });
  }

  private CompletableFuture<OutputClaim> kept(String id, TxOutput output, BlockRef block) {
    return rpc.call(String.class, "getrawtransaction", id, false, block.hash())
        .thenApply(
            reply ->
                new OutputClaim(
                    reply.error() == PRUNED ? null : NodeJson.hex(reply.orFail()),
                    output,
                    block,
                    null));
  }

  /**
   * Not unspent: spent in the pool, spent in a block, or never there; or it came after the first
   * question, which is why that is asked once more before anything is said to be spent.
   */
  private CompletableFuture<OutputClaim> spent(Outpoint outpoint) {
    return transaction(new Txid(outpoint.txid()))
        .thenCompose(
            transaction ->
                spender(outpoint)
                    .thenCompose(spent -> unlessUnspent(outpoint, transaction, spent)));
  }

  private CompletableFuture<OutputClaim> unlessUnspent(
      Outpoint outpoint, TransactionClaim transaction, SpentClaim spent) {
    OutputClaim claim = new OutputClaim(transaction.raw(), null, transaction.block(), spent);
    return spent.spender() != null
        ? CompletableFuture.completedFuture(claim)
        : unspent(outpoint)
            .thenCompose(
                found ->
                    found.isPresent()
                        ? unspent(outpoint, found.get())
                        : CompletableFuture.completedFuture(claim));
  }

  /** The one in the pool; the node does not keep those in blocks. */
  private CompletableFuture<SpentClaim> spender(Outpoint outpoint) {
    return rpc.call(
            NodeJson.Spending[].class, "gettxspendingprevout", List.of(NodeJson.Asked.of(outpoint)))
        .thenApply(
            reply -> {
              NodeJson.Spending[] found =
                  reply.isError() ? new NodeJson.Spending[0] : reply.orFail();
              return found.length == 0 || found[0].spendingtxid() == null
                  ? new SpentClaim(null)
                  : new SpentClaim(NodeJson.txid(found[0].spendingtxid()));
            });
  }

  private <T> CompletableFuture<T> result(Class<T> type, String method, Object... parameters) {
    return rpc.call(type, method, parameters).thenApply(JsonRpc.Reply::orFail);
  }

  private <T> CompletableFuture<Optional<T>> optional(
      Class<T> type, String method, Object... parameters) {
    return rpc.call(type, method, parameters).thenApply(JsonRpc.Reply::optional);
  }

  private static BlockRef block(int height, @Nullable String hash) {
    return new BlockRef(height, String.valueOf(hash));
  }
}
