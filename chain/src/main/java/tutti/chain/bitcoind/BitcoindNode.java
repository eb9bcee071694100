package tutti.chain.bitcoind;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import tutti.chain.http.Endpoint;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** A node of Bitcoin Core. With {@code txindex=1} it knows more; without, what is unspent. */
public final class BitcoindNode implements Backend {
  private static final int ALREADY_IN_CHAIN = -27;
  private static final int NOT_FOUND = -5;

  /** Of a transaction that is looked for; one of them is likely to be unspent still. */
  private static final int FIRST_OUTPUTS = 4;

  private final JsonRpc rpc;

  public BitcoindNode(Endpoint endpoint, Credentials credentials) {
    this.rpc = new JsonRpc(endpoint, credentials);
  }

  @Override
  public CompletableFuture<BlockRef> tip() {
    return result("getblockchaininfo")
        .thenApply(info -> block(info.path("blocks").asInt(-1), info.path("bestblockhash")));
  }

  @Override
  public CompletableFuture<TransactionClaim> transaction(Txid id) {
    return rpc.call("getrawtransaction", id.text(), true)
        .thenCompose(
            reply ->
                reply.error() == NOT_FOUND
                    ? unindexed(id, 0, reply.failure())
                    : indexed(reply.orFail()));
  }

  private CompletableFuture<TransactionClaim> indexed(JsonNode found) {
    Bytes raw = hex(found.path("hex"));
    return found.hasNonNull("blockhash") && found.path("confirmations").asInt(0) > 0
        ? result("getblockheader", found.path("blockhash").asText())
            .thenApply(
                header ->
                    new TransactionClaim(
                        raw, block(header.path("height").asInt(-1), header.path("hash"))))
        : CompletableFuture.completedFuture(new TransactionClaim(raw, null));
  }

  /** A node without an index finds the block of a transaction by what is unspent of it. */
  private CompletableFuture<TransactionClaim> unindexed(
      Txid id, int index, ChainException otherwise) {
    if (index == FIRST_OUTPUTS) {
      return CompletableFuture.failedFuture(otherwise);
    }
    return result("gettxout", id.text(), index, false)
        .thenCompose(
            found ->
                found.isNull()
                    ? unindexed(id, index + 1, otherwise)
                    : blockOf(found)
                        .thenCompose(
                            block ->
                                result("getrawtransaction", id.text(), true, block.hash())
                                    .thenApply(
                                        raw -> new TransactionClaim(hex(raw.path("hex")), block))));
  }

  @Override
  public CompletableFuture<OutputClaim> output(Outpoint outpoint) {
    String id = new Txid(outpoint.txid()).text();
    return result("gettxout", id, outpoint.index(), true)
        .thenCompose(found -> found.isNull() ? spent(outpoint) : unspent(id, found));
  }

  @Override
  public CompletableFuture<List<Outpoint>> outputsOf(Bytes script, int atMost) {
    // Those in blocks only: a node without the script in a wallet does not index its pool.
    return result("scantxoutset", "start", List.of("raw(%s)".formatted(script.hex())))
        .exceptionallyCompose(this::endlessScan)
        .thenApply(
            scan -> {
              List<Outpoint> found = new ArrayList<>();
              for (JsonNode unspent : scan.path("unspents")) {
                if (found.size() <= atMost) {
                  found.add(
                      new Outpoint(
                          txid(unspent.path("txid")).hash(), unspent.path("vout").asLong()));
                }
              }
              return found;
            });
  }

  @Override
  public CompletableFuture<Void> broadcast(Bytes raw, Txid id) {
    return rpc.call("sendrawtransaction", raw.hex())
        .thenCompose(
            reply -> {
              if (reply.error() == ALREADY_IN_CHAIN) {
                return CompletableFuture.completedFuture(null);
              }
              if (reply.isError()) {
                return unlessKnown(id, reply.failure());
              }
              if (!id.equals(txid(reply.orFail()))) {
                throw bad("it has taken another transaction");
              }
              return CompletableFuture.completedFuture(null);
            });
  }

  @Override
  public CompletableFuture<FeeRate> feeRate(int blocks) {
    return result("estimatesmartfee", blocks)
        .thenApply(
            estimate -> {
              JsonNode rate = estimate.path("feerate");
              if (!rate.isNumber()) {
                throw new ChainException(Code.UNSUPPORTED, "it has no estimate");
              }
              BigDecimal perKilobyte = rate.decimalValue().movePointRight(8);
              return new FeeRate(perKilobyte.movePointLeft(3).doubleValue());
            });
  }

  /** The node would go on, and refuse all other searches meanwhile. */
  private CompletableFuture<JsonNode> endlessScan(Throwable error) {
    if (ChainException.of(error).code() != Code.TIMEOUT) {
      return CompletableFuture.failedFuture(error);
    }
    return result("scantxoutset", "abort")
        .handle((aborted, unheard) -> aborted != null && aborted.asBoolean())
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

  /** The node says how deep an output is, not where; and it may have dropped the transaction. */
  private CompletableFuture<OutputClaim> unspent(String id, JsonNode found) {
    TxOutput output = output(found);
    int confirmations = found.path("confirmations").asInt(-1);
    if (confirmations <= 0) {
      return result("getrawtransaction", id, true)
          .thenApply(raw -> new OutputClaim(hex(raw.path("hex")), output, null, null));
    }
    return blockOf(found).thenCompose(block -> kept(id, output, block));
  }

  /** Where an unspent output is, of which the node says how deep it lies below its newest block. */
  private CompletableFuture<BlockRef> blockOf(JsonNode found) {
    int confirmations = found.path("confirmations").asInt(-1);
    return result("getblockheader", found.path("bestblock").asText())
        .thenCompose(
            best -> {
              int height = best.path("height").asInt(-1) - confirmations + 1;
              return result("getblockhash", height).thenApply(hash -> block(height, hash));
            });
  }

  private CompletableFuture<OutputClaim> kept(String id, TxOutput output, BlockRef block) {
    return rpc.call("getrawtransaction", id, true, block.hash())
        .thenApply(
            reply ->
                new OutputClaim(
                    reply.isError() ? null : hex(reply.orFail().path("hex")), output, block, null));
  }

  /** Not unspent: spent in the pool, spent in a block, or never there. */
  private CompletableFuture<OutputClaim> spent(Outpoint outpoint) {
    Txid id = new Txid(outpoint.txid());
    return transaction(id)
        .thenCombine(
            spender(outpoint),
            (transaction, spender) ->
                new OutputClaim(transaction.raw(), null, transaction.block(), spender));
  }

  private CompletableFuture<SpentClaim> spender(Outpoint outpoint) {
    Map<String, Object> asked =
        Map.of("txid", new Txid(outpoint.txid()).text(), "vout", outpoint.index());
    return rpc.call("gettxspendingprevout", List.of(asked))
        .thenCompose(
            reply -> {
              JsonNode first = reply.isError() ? null : reply.orFail().path(0);
              if (first == null || !first.hasNonNull("spendingtxid")) {
                return CompletableFuture.completedFuture(new SpentClaim(null, 0));
              }
              Txid spender = txid(first.path("spendingtxid"));
              return result("getrawtransaction", spender.text(), true)
                  .thenApply(found -> new SpentClaim(spender, input(found, outpoint)));
            });
  }

  private static int input(JsonNode transaction, Outpoint outpoint) {
    String txid = new Txid(outpoint.txid()).text();
    int index = 0;
    for (JsonNode input : transaction.path("vin")) {
      if (input.path("txid").asText().equals(txid)
          && input.path("vout").asLong(-1) == outpoint.index()) {
        return index;
      }
      index++;
    }
    throw bad("what should spend %s does not".formatted(outpoint));
  }

  private CompletableFuture<JsonNode> result(String method, Object... parameters) {
    return rpc.call(method, parameters).thenApply(JsonRpc.Reply::orFail);
  }

  private static TxOutput output(JsonNode found) {
    try {
      long amount = found.path("value").decimalValue().movePointRight(8).longValueExact();
      return new TxOutput(amount, hex(found.path("scriptPubKey").path("hex")));
    } catch (ArithmeticException | Refusal e) {
      throw bad("no amount");
    }
  }

  private static BlockRef block(int height, JsonNode hash) {
    return new BlockRef(height, hash.asText());
  }

  private static Txid txid(@Nullable JsonNode text) {
    try {
      return Txid.of(text == null ? "" : text.asText());
    } catch (Refusal malformed) {
      throw bad("no transaction id");
    }
  }

  private static Bytes hex(JsonNode text) {
    try {
      return Bytes.fromHex(text.asText());
    } catch (IllegalArgumentException e) {
      throw bad("not hexadecimal");
    }
  }

  private static ChainException bad(String message) {
    return new ChainException(Code.BAD_ANSWER, message);
  }
}
