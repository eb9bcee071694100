package tutti.chain.chronik;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.ChainClient;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.FeeRate;
import tutti.chain.Txid;
import tutti.chain.backend.Backend;
import tutti.chain.backend.OutputClaim;
import tutti.chain.backend.SpentClaim;
import tutti.chain.backend.TransactionClaim;
import tutti.chain.backend.UnspentClaim;
import tutti.chain.http.Answer;
import tutti.chain.http.Ask;
import tutti.chain.http.Endpoint;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.Outpoint;

/** A Chronik indexer. */
public final class ChronikServer implements Backend {
  private static final String PROTOBUF = "application/x-protobuf";

  private static final String UNKNOWN = "(?i).{0,20}\\b(transaction|txid|tx)\\b.{0,100}not found.*";

  /** Chronik gives no estimate; on its chains this is what everyone pays. */
  private static final FeeRate FIXED = new FeeRate(1);

  private final Endpoint endpoint;
  private final Dialect dialect;

  public ChronikServer(Endpoint endpoint, Dialect dialect) {
    this.endpoint = endpoint;
    this.dialect = dialect;
  }

  @Override
  public CompletableFuture<BlockRef> tip() {
    return get("/blockchain-info", Ask.SMALL)
        .thenApply(answer -> Message.read(answer.body()))
        .thenApply(info -> block(info.small(2), info.bytes(1)));
  }

  @Override
  public CompletableFuture<TransactionClaim> transaction(Txid id) {
    return raw(id)
        .thenCombine(
            indexed(id), (raw, transaction) -> new TransactionClaim(raw, block(transaction)));
  }

  @Override
  public CompletableFuture<OutputClaim> output(Outpoint outpoint) {
    Txid id = new Txid(outpoint.txid());
    return raw(id)
        .thenCombine(
            indexed(id),
            (raw, transaction) ->
                new OutputClaim(
                    raw, null, block(transaction), spent(transaction, outpoint.index())));
  }

  @Override
  public CompletableFuture<List<UnspentClaim>> outputsOf(Bytes script) {
    ScriptKind kind = ScriptKind.of(script, dialect);
    return get("/script/%s/%s/utxos".formatted(kind.name(), kind.payload().hex()), Ask.SMALL)
        .thenApply(answer -> Message.read(answer.body()))
        .thenApply(reply -> dialect.claims(reply, script));
  }

  @Override
  public CompletableFuture<Void> broadcast(Bytes raw, Txid id) {
    Bytes request = new MessageBuilder().bytes(1, raw).written();
    return endpoint
        .send(Ask.post("/broadcast-tx", request, PROTOBUF))
        .thenCompose(
            answer -> {
              if (answer.status() == 400) {
                return unlessKnown(id, answer.failure(Code.REJECTED, said(answer)));
              }
              if (!id.equals(Message.read(ok(answer).body()).txid(1))) {
                throw new ChainException(Code.BAD_ANSWER, "it has taken another transaction");
              }
              return CompletableFuture.completedFuture(null);
            });
  }

  @Override
  public CompletableFuture<FeeRate> feeRate(int blocks) {
    return CompletableFuture.completedFuture(FIXED);
  }

  @Override
  public ChainClient.Hints hints(Bytes script, Runnable hint) {
    ScriptKind kind = ScriptKind.of(script, dialect);
    return ChronikSocket.open(endpoint.base(), dialect.subscription(kind), hint);
  }

  /** It says no with an error of the node, also when the node has the transaction already. */
  private CompletableFuture<Void> unlessKnown(Txid id, ChainException refused) {
    return indexed(id)
        .handle(
            (known, error) -> {
              if (error != null) {
                throw refused;
              }
              return null;
            });
  }

  private CompletableFuture<Bytes> raw(Txid id) {
    return subject("/raw-tx/" + id).thenApply(dialect::raw);
  }

  private CompletableFuture<Message> indexed(Txid id) {
    return subject("/tx/" + id)
        .thenApply(
            answer -> {
              Message transaction = Message.read(answer.body());
              if (!id.equals(transaction.txid(1))) {
                throw new ChainException(
                    Code.BAD_ANSWER, "the server shows another transaction than " + id);
              }
              return transaction;
            });
  }

  private static @Nullable BlockRef block(Message transaction) {
    return transaction.message(8).map(block -> block(block.small(1), block.bytes(2))).orElse(null);
  }

  private static @Nullable SpentClaim spent(Message transaction, long index) {
    return transaction
        .message(4, index)
        .orElseThrow(() -> new ChainException(Code.NOT_FOUND, "there is no output " + index))
        .message(4)
        .map(spender -> new SpentClaim(spender.txid(1)))
        .orElse(null);
  }

  private static BlockRef block(int height, Bytes hash) {
    return new BlockRef(height, hash.length() == 32 ? new Txid(hash).text() : "");
  }

  @Override
  public void close() {
    endpoint.close();
  }

  /** What is asked for itself, and may be unknown; it says 404 to unknown paths, too. */
  private CompletableFuture<Answer> subject(String path) {
    return endpoint
        .send(Ask.get(path, Ask.LARGE))
        .thenApply(
            answer -> {
              if (answer.status() == 404 && said(answer).matches(UNKNOWN)) {
                throw answer.failure(Code.NOT_FOUND, said(answer));
              }
              return ok(answer);
            });
  }

  private CompletableFuture<Answer> get(String path, int most) {
    return endpoint.send(Ask.get(path, most)).thenApply(ChronikServer::ok);
  }

  private static Answer ok(Answer answer) {
    if (!answer.isOk()) {
      throw answer.failure(said(answer));
    }
    return answer;
  }

  /** The words of its error; none if there is a proxy in front of it, which has others. */
  private static String said(Answer answer) {
    try {
      return Message.read(answer.body()).text(2);
    } catch (ChainException notChronik) {
      return "";
    }
  }
}
