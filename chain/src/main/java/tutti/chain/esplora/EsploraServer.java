package tutti.chain.esplora;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import tutti.chain.BlockRef;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.FeeRate;
import tutti.chain.Txid;
import tutti.chain.backend.Backend;
import tutti.chain.backend.OutputClaim;
import tutti.chain.backend.TransactionClaim;
import tutti.chain.backend.UnspentClaim;
import tutti.chain.http.Answer;
import tutti.chain.http.Ask;
import tutti.chain.http.Endpoint;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.transactions.bitcoin.Outpoint;

/** A server with Esplora's REST interface, as electrs and mempool have it. */
public final class EsploraServer implements Backend {
  /** How its kinds say that they do not know a transaction; others say 404 to any path. */
  private static final String UNKNOWN =
      "(?i)transaction not found|no such mempool (or blockchain )?transaction.{0,100}";

  private final Endpoint endpoint;

  /** The address is the one under which {@code /blocks/tip/hash} is. */
  public EsploraServer(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public CompletableFuture<BlockRef> tip() {
    return get("/blocks/tip/hash")
        .thenCompose(hash -> get("/block/" + new BlockRef(0, hash.text()).hash()))
        .thenApply(answer -> answer.json(EsploraJson.Block.class).ref());
  }

  @Override
  public CompletableFuture<TransactionClaim> transaction(Txid id) {
    return raw(id)
        .thenCombine(
            get("/tx/" + id + "/status"),
            (raw, status) ->
                new TransactionClaim(raw, status.json(EsploraJson.Status.class).block()));
  }

  @Override
  public CompletableFuture<OutputClaim> output(Outpoint outpoint) {
    Txid id = new Txid(outpoint.txid());
    return transaction(id)
        .thenCombine(
            get("/tx/%s/outspend/%d".formatted(id, outpoint.index())),
            (transaction, spend) ->
                new OutputClaim(
                    transaction.raw(),
                    null,
                    transaction.block(),
                    spend.json(EsploraJson.Outspend.class).claim()));
  }

  @Override
  public CompletableFuture<List<UnspentClaim>> outputsOf(Bytes script) {
    return get("/scripthash/%s/utxo".formatted(TaggedHash.sha256(script).hex()))
        .thenApply(
            answer ->
                Stream.of(answer.json(EsploraJson.Unspent[].class))
                    .map(EsploraJson.Unspent::claim)
                    .toList());
  }

  @Override
  public CompletableFuture<Void> broadcast(Bytes raw, Txid id) {
    Bytes body = Bytes.of(raw.hex().getBytes(StandardCharsets.US_ASCII));
    return endpoint
        .send(Ask.post("/tx", body, "text/plain"))
        .thenCompose(
            answer -> {
              if (answer.status() == 400) {
                return unlessKnown(id, answer.failure(Code.REJECTED, answer.text()));
              }
              if (!id.equals(EsploraJson.txid(answer.orFail().text()))) {
                throw new ChainException(Code.BAD_ANSWER, "it has taken another transaction");
              }
              return CompletableFuture.completedFuture(null);
            });
  }

  @Override
  public CompletableFuture<FeeRate> feeRate(int blocks) {
    return get("/fee-estimates")
        .thenApply(answer -> EsploraJson.feeRate(answer.json(Map.class), blocks));
  }

  /** It says no in many words, also when it has the transaction already. */
  private CompletableFuture<Void> unlessKnown(Txid id, ChainException refused) {
    return raw(id)
        .handle(
            (raw, error) -> {
              if (error != null) {
                throw refused;
              }
              return null;
            });
  }

  private CompletableFuture<Bytes> raw(Txid id) {
    return endpoint
        .send(Ask.get("/tx/" + id + "/hex", Ask.LARGE))
        .thenApply(
            answer -> {
              if (answer.status() == 404 && answer.text().matches(UNKNOWN)) {
                throw answer.failure(Code.NOT_FOUND, answer.text());
              }
              return answer.orFail().hex();
            });
  }

  @Override
  public void close() {
    endpoint.close();
  }

  private CompletableFuture<Answer> get(String path) {
    return endpoint.send(Ask.get(path, Ask.SMALL)).thenApply(Answer::orFail);
  }
}
