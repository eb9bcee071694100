package tutti.chain.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;
import tutti.transactions.bitcoin.TxOutput;

/** A node of Bitcoin Core, answering as one was seen to. */
public final class BitcoindDouble extends HttpDouble {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String authorization;
  private final boolean index;
  private final AtomicBoolean searching = new AtomicBoolean();

  private BitcoindDouble(FakeChain chain, String authorization, boolean index) {
    super(chain);
    this.authorization = authorization;
    this.index = index;
  }

  /**
   * Starts one.
   *
   * @param authorization the header it wants
   * @param index whether it knows transactions that are spent
   */
  public static BitcoindDouble of(FakeChain chain, String authorization, boolean index) {
    BitcoindDouble server = new BitcoindDouble(chain, authorization, index);
    server.listen();
    return server;
  }

  @Override
  protected Reply answer(HttpServerRequest request, Buffer body) {
    if (!authorization.equals(request.getHeader("Authorization"))) {
      return Reply.text(401, "");
    }
    JsonNode call;
    try {
      call = JSON.readTree(body.getBytes());
    } catch (IOException e) {
      return Reply.text(400, "");
    }
    try {
      Map<String, Object> reply = new HashMap<>();
      reply.put("result", result(call.path("method").asText(), call.path("params")));
      reply.put("error", null);
      return searching.get() ? Reply.NEVER : Reply.json(reply);
    } catch (RpcError e) {
      Map<String, Object> reply = new HashMap<>();
      reply.put("result", null);
      reply.put("error", Map.of("code", e.code, "message", String.valueOf(e.getMessage())));
      return new Reply(e.code == -5 ? 404 : 500, "application/json", Reply.json(reply).body());
    }
  }

  private @Nullable Object result(String method, JsonNode parameters) {
    return switch (method) {
      case "getblockchaininfo" ->
          Map.of(
              "chain",
              "regtest",
              "blocks",
              chain.tip().height(),
              "bestblockhash",
              chain.tip().hash());
      case "getblockhash" -> block(chain.block(parameters.path(0).asInt())).hash();
      case "getblockheader" -> header(block(chain.block(parameters.path(0).asText())));
      case "getrawtransaction" -> transaction(parameters);
      case "getmempoolentry" -> pooled(Txid.of(parameters.path(0).asText()));
      case "gettxout" -> unspent(outpoint(parameters.path(0), parameters.path(1)));
      case "gettxspendingprevout" -> spending(parameters.path(0).path(0));
      case "scantxoutset" ->
          parameters.path(0).asText().equals("abort")
              ? searching.getAndSet(false)
              : scan(parameters.path(1).path(0).asText());
      case "sendrawtransaction" -> send(parameters.path(0).asText());
      case "estimatesmartfee" -> Map.of("feerate", new BigDecimal("0.00012345"), "blocks", 2);
      default -> throw new RpcError(-32601, "Method not found");
    };
  }

  private Object transaction(JsonNode parameters) {
    Txid id = Txid.of(parameters.path(0).asText());
    FakeChain.Entry entry =
        chain
            .find(id)
            .filter(found -> isKnown(found, parameters.path(2).asText()))
            .or(() -> chain.stale(id).filter(gone -> index)) // the index forgets nothing
            .orElseThrow(() -> new RpcError(-5, "No such mempool or blockchain transaction."));
    String hex = shown(entry.transaction()).serialized().hex();
    if (!parameters.path(1).asBoolean()) {
      return hex;
    }
    Map<String, Object> shown = new HashMap<>();
    shown.put("txid", entry.id().text());
    shown.put("hex", hex);
    if (entry.block() != null) {
      boolean stale = chain.find(id).isEmpty();
      shown.put("blockhash", entry.block().hash());
      shown.put("confirmations", stale ? 0 : entry.block().confirmations(chain.tip()));
    }
    return shown;
  }

  private boolean isKnown(FakeChain.Entry entry, String inBlock) {
    return inBlock.isEmpty()
        ? index || entry.block() == null
        : entry.block() != null && entry.block().hash().equals(inBlock);
  }

  private Map<String, Object> pooled(Txid id) {
    return chain
        .find(id)
        .filter(entry -> entry.block() == null)
        .map(entry -> Map.<String, Object>of("vsize", 100))
        .orElseThrow(() -> new RpcError(-5, "Transaction not in mempool"));
  }

  private @Nullable Map<String, Object> unspent(Outpoint outpoint) {
    Optional<FakeChain.Entry> found = chain.find(new Txid(outpoint.txid()));
    if (found.isEmpty()
        || outpoint.index() >= found.get().transaction().outputs().size()
        || is(Mischief.FALSE_SPENDER)
        || chain.spender(outpoint).isPresent()) {
      return null;
    }
    TxOutput output = found.get().transaction().outputs().get((int) outpoint.index());
    BlockRef block = found.get().block();
    long wrong = is(Mischief.OTHER_SCRIPT) ? 1 : 0;
    return Map.of(
        "bestblock",
        chain.tip().hash(),
        "confirmations",
        block == null ? 0 : block.confirmations(chain.tip()),
        "value",
        BigDecimal.valueOf(output.amount() + wrong, 8),
        "scriptPubKey",
        Map.of("hex", output.script().hex()));
  }

  private List<Map<String, Object>> spending(JsonNode asked) {
    Outpoint outpoint = outpoint(asked.path("txid"), asked.path("vout"));
    Map<String, Object> answer = new HashMap<>();
    if (is(Mischief.FALSE_SPENDER)) {
      answer.put("spendingtxid", new Txid(outpoint.txid()).text());
    }
    chain
        .spender(outpoint)
        .flatMap(spender -> chain.find(spender.id()))
        .filter(spender -> spender.block() == null) // it looks into its pool only
        .ifPresent(spender -> answer.put("spendingtxid", spender.id().text()));
    return List.of(answer);
  }

  private Map<String, Object> scan(String descriptor) {
    if (searching.getAndSet(is(Mischief.ENDLESS_SEARCH))) {
      throw new RpcError(-8, "Scan already in progress, use action \"abort\" or \"status\"");
    }
    Bytes script = Bytes.fromHex(descriptor.substring("raw(".length(), descriptor.length() - 1));
    List<Map<String, Object>> unspents = new ArrayList<>();
    for (Outpoint outpoint : chain.unspentInBlocks(script)) {
      FakeChain.Entry entry = chain.find(new Txid(outpoint.txid())).orElseThrow();
      long amount = entry.transaction().outputs().get((int) outpoint.index()).amount();
      unspents.add(
          Map.of(
              "txid",
              entry.id().text(),
              "vout",
              is(Mischief.OTHER_SCRIPT) ? 0 : outpoint.index(),
              "amount",
              BigDecimal.valueOf(amount, 8)));
    }
    return Map.of("success", true, "unspents", unspents);
  }

  private String send(String hex) {
    BitcoinTransaction transaction = TransactionReader.read(Bytes.fromHex(hex));
    Txid id = chain.format().identity(transaction);
    Optional<FakeChain.Entry> known = chain.find(id);
    String refused = chain.broadcast(transaction);
    if (known.isPresent() && known.get().block() != null) {
      throw new RpcError(-27, "Transaction outputs already in utxo set");
    }
    if (known.isEmpty() && refused != null) {
      throw new RpcError(refused.startsWith("bad-txns-inputs") ? -25 : -26, refused);
    }
    return taken(id).text();
  }

  private Map<String, Object> header(BlockRef block) {
    int height = block.height() + (is(Mischief.ABOVE_TIP) ? 1_000 : 0);
    return Map.of("hash", block.hash(), "height", height);
  }

  private static BlockRef block(Optional<BlockRef> found) {
    return found.orElseThrow(() -> new RpcError(-5, "Block not found"));
  }

  private static Outpoint outpoint(JsonNode txid, JsonNode index) {
    return new Outpoint(Txid.of(Objects.requireNonNull(txid.asText())).hash(), index.asLong());
  }

  private static final class RpcError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int code;

    RpcError(int code, String message) {
      super(message);
      this.code = code;
    }
  }
}
