package tutti.chain.doubles;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;

/** Esplora, written from its description of the API. */
public final class EsploraDouble extends HttpDouble {
  private final Map<String, Bytes> scripts = new HashMap<>();

  private EsploraDouble(FakeChain chain) {
    super(chain);
  }

  public static EsploraDouble of(FakeChain chain) {
    EsploraDouble server = new EsploraDouble(chain);
    server.listen();
    return server;
  }

  @Override
  public String address() {
    return super.address() + "/api";
  }

  /** It is asked by the hash of a script only; the double must have heard of it. */
  public EsploraDouble knowing(Bytes script) {
    scripts.put(TaggedHash.sha256(script).hex(), script);
    return this;
  }

  @Override
  protected Reply answer(HttpServerRequest request, Buffer body) {
    String[] path = request.path().substring("/api/".length()).split("/", -1);
    return switch (path[0]) {
      case "blocks" ->
          Reply.text(
              200,
              path[2].equals("hash") ? chain.tip().hash() : String.valueOf(chain.tip().height()));
      case "block" ->
          chain
              .block(path[1])
              .filter(known -> !is(Mischief.FORGETS_BLOCKS))
              .map(block -> Reply.json(block(block)))
              .orElse(missing("Block"));
      case "fee-estimates" -> Reply.json(Map.of("1", 87.882, "2", 60.5, "6", 12.25, "1008", 1.027));
      case "scripthash" -> Reply.json(utxos(scripts.get(path[1])));
      case "tx" -> path.length == 1 ? broadcast(body.toString()) : transaction(path);
      default -> missing("Page");
    };
  }

  private Reply transaction(String[] path) {
    Optional<FakeChain.Entry> found = chain.find(Txid.of(path[1]));
    if (found.isEmpty()) {
      return missing("Transaction");
    }
    FakeChain.Entry entry = found.get();
    return switch (path[2]) {
      case "hex" -> Reply.text(200, shown(entry.transaction()).serialized().hex());
      case "status" -> Reply.json(status(entry.block()));
      case "outspend" ->
          Reply.json(outspend(new Outpoint(entry.id().hash(), Long.parseLong(path[3]))));
      default -> missing("Page");
    };
  }

  private Map<String, Object> outspend(Outpoint outpoint) {
    if (is(Mischief.FALSE_SPENDER)) {
      String id = new Txid(outpoint.txid()).text();
      return Map.of("spent", true, "txid", id, "vin", 0, "status", status(null));
    }
    return chain
        .spender(outpoint)
        .<Map<String, Object>>map(
            spender ->
                Map.of(
                    "spent",
                    true,
                    "txid",
                    spender.id().text(),
                    "vin",
                    spender.input(),
                    "status",
                    status(chain.find(spender.id()).orElseThrow().block())))
        .orElse(Map.of("spent", false));
  }

  private List<Map<String, Object>> utxos(@Nullable Bytes script) {
    if (script == null) {
      return List.of();
    }
    return chain.unspent(script).stream().map(this::utxo).toList();
  }

  private Map<String, Object> utxo(Outpoint outpoint) {
    FakeChain.Entry entry = chain.find(new Txid(outpoint.txid())).orElseThrow();
    return Map.of(
        "txid",
        entry.id().text(),
        "vout",
        is(Mischief.OTHER_SCRIPT) ? 0 : outpoint.index(),
        "value",
        entry.transaction().outputs().get((int) outpoint.index()).amount(),
        "status",
        status(entry.block()));
  }

  private Reply broadcast(String hex) {
    BitcoinTransaction transaction;
    try {
      transaction = TransactionReader.read(Bytes.fromHex(hex));
    } catch (Refusal | IllegalArgumentException e) {
      return Reply.text(
          400, "sendrawtransaction RPC error: {\"code\":-22,\"message\":\"TX decode\"}");
    }
    String refused = chain.broadcast(transaction);
    return refused == null
        ? Reply.text(200, taken(chain.format().identity(transaction)).text())
        : Reply.text(
            400,
            "sendrawtransaction RPC error: {\"code\":-26,\"message\":\"%s\"}".formatted(refused));
  }

  private Map<String, Object> status(@Nullable BlockRef block) {
    if (block == null) {
      return Map.of("confirmed", false);
    }
    int height = block.height() + (is(Mischief.ABOVE_TIP) ? 1_000 : 0);
    return Map.of(
        "confirmed", true, "block_height", height, "block_hash", block.hash(), "block_time", 1);
  }

  private static Map<String, Object> block(BlockRef block) {
    return Map.of("id", block.hash(), "height", block.height(), "version", 1, "timestamp", 1);
  }

  private static Reply missing(String what) {
    return Reply.text(404, what + " not found");
  }
}
