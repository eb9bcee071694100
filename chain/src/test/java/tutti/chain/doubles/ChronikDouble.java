package tutti.chain.doubles;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;

/** Chronik in one of its dialects; that it speaks them, the real clients say. */
public final class ChronikDouble extends HttpDouble {
  private static final int NETWORK_XPI = 2;
  private static final int ADDED = 0;

  private final boolean inNode;
  private final List<ServerWebSocket> subscribed = new CopyOnWriteArrayList<>();
  private final List<String> subscriptions = new CopyOnWriteArrayList<>();

  private ChronikDouble(FakeChain chain, boolean inNode) {
    super(chain);
    this.inNode = inNode;
    chain.listen(this::happened);
  }

  /** As in the node of eCash. */
  public static ChronikDouble inNode(FakeChain chain) {
    return started(new ChronikDouble(chain, true));
  }

  /** As Lotus runs it. */
  public static ChronikDouble lotus(FakeChain chain) {
    return started(new ChronikDouble(chain, false));
  }

  private static ChronikDouble started(ChronikDouble server) {
    server.listen();
    return server;
  }

  /** What was subscribed to: type, colon, payload. */
  public List<String> subscriptions() {
    return List.copyOf(subscriptions);
  }

  /** Ends all WebSockets from this side. */
  public void hangUp() {
    subscribed.forEach(socket -> socket.close());
    subscribed.clear();
  }

  /** Says something on all WebSockets that is no message. */
  public void babble() {
    subscribed.forEach(socket -> socket.writeBinaryMessage(Buffer.buffer(new byte[] {-1, 7, 1})));
  }

  @Override
  protected Reply answer(HttpServerRequest request, Buffer body) {
    String[] path = request.path().substring(1).split("/", -1);
    return switch (path[0]) {
      case "blockchain-info" ->
          ok(new Proto().bytes(1, hash(chain.tip())).int32(2, chain.tip().height()));
      case "tx" -> found(path[1]).map(entry -> ok(transaction(entry))).orElse(missing(path[1]));
      case "raw-tx" -> found(path[1]).map(this::raw).orElse(missing(path[1]));
      case "script" -> ok(utxos(script(path[1], Bytes.fromHex(path[2]))));
      case "broadcast-tx" -> broadcast(body.getBytes());
      default -> error(404, "404: Unknown endpoint: " + request.path());
    };
  }

  @Override
  protected boolean connected(ServerWebSocket socket) {
    socket.binaryMessageHandler(message -> subscribe(socket, message.getBytes()));
    return socket.path().equals("/ws");
  }

  private void subscribe(ServerWebSocket socket, byte[] message) {
    UnknownFieldSet script = inNode ? part(read(message), 3) : read(message);
    subscriptions.add(text(script, 1) + ":" + Bytes.of(bytes(script, 2).toByteArray()).hex());
    subscribed.add(socket);
  }

  private void happened() {
    Optional<FakeChain.Entry> newest = chain.newest();
    for (ServerWebSocket socket : subscribed) {
      newest.ifPresent(
          entry -> socket.writeBinaryMessage(Buffer.buffer(added(entry.id()).array())));
    }
  }

  private Proto added(Txid id) {
    return inNode
        ? new Proto().message(3, new Proto().int32(1, ADDED).bytes(2, id.hash()))
        : new Proto().message(2, new Proto().bytes(1, id.hash()));
  }

  private Optional<FakeChain.Entry> found(String txid) {
    return chain.find(Txid.of(txid));
  }

  private Reply raw(FakeChain.Entry entry) {
    Bytes raw = shown(entry.transaction()).serialized();
    return inNode ? ok(new Proto().bytes(1, raw)) : new Reply(200, TYPE, buffer(raw.toArray()));
  }

  private Proto transaction(FakeChain.Entry entry) {
    BitcoinTransaction transaction = entry.transaction();
    Proto message = new Proto().bytes(1, entry.id().hash()).int32(2, (int) transaction.version());
    transaction.inputs().forEach(input -> message.message(3, input(input)));
    for (int i = 0; i < transaction.outputs().size(); i++) {
      Outpoint outpoint = new Outpoint(entry.id().hash(), i);
      message.message(4, output(transaction.outputs().get(i), outpoint));
    }
    message.int32(5, (int) transaction.lockTime()).message(8, block(entry.block()));
    message.int64(9, 1_700_000_000L);
    if (!inNode) {
      message.int32(10, NETWORK_XPI);
    }
    return message.int32(11, transaction.serialized().length());
  }

  private Proto input(TxInput input) {
    FakeChain.Entry from = chain.find(new Txid(input.outpoint().txid())).orElse(null);
    Proto message = new Proto().message(1, outpoint(input.outpoint())).bytes(2, input.scriptSig());
    if (from != null) {
      TxOutput spent = from.transaction().outputs().get((int) input.outpoint().index());
      message.bytes(3, spent.script()).int64(4, spent.amount());
    }
    return message.int32(5, (int) input.sequence());
  }

  private Proto output(TxOutput output, Outpoint outpoint) {
    Proto spentBy =
        is(Mischief.FALSE_SPENDER)
            ? new Proto().bytes(1, outpoint.txid())
            : chain
                .spender(outpoint)
                .map(spender -> new Proto().bytes(1, spender.id().hash()).int32(2, spender.input()))
                .orElse(null);
    return new Proto().int64(1, output.amount()).bytes(2, output.script()).message(4, spentBy);
  }

  private @Nullable Proto block(@Nullable BlockRef block) {
    return block == null
        ? null
        : new Proto()
            .int32(1, block.height() + (is(Mischief.ABOVE_TIP) ? 1_000 : 0))
            .bytes(2, hash(block))
            .int64(3, 1_700_000_000L);
  }

  private Proto utxos(Bytes script) {
    Proto list = new Proto().bytes(1, script);
    for (Outpoint outpoint : chain.unspent(script)) {
      FakeChain.Entry entry = chain.find(new Txid(outpoint.txid())).orElseThrow();
      int height = entry.block() == null ? -1 : entry.block().height();
      long index = is(Mischief.OTHER_SCRIPT) ? 0 : outpoint.index();
      Outpoint said = new Outpoint(outpoint.txid(), index);
      TxOutput output = entry.transaction().outputs().get((int) outpoint.index());
      list.message(
          2, new Proto().message(1, outpoint(said)).int32(2, height).int64(5, output.amount()));
    }
    // One payload may be in scripts of several kinds.
    return inNode
        ? list
        : new Proto()
            .message(1, new Proto().bytes(1, Bytes.fromHex("6a")).message(2, stranger()))
            .message(1, list);
  }

  private static Proto stranger() {
    return new Proto().message(1, new Proto().bytes(1, Bytes.fromHex(NOTHING))).int64(5, 1);
  }

  private Reply broadcast(byte[] body) {
    BitcoinTransaction transaction;
    try {
      transaction = TransactionReader.read(Bytes.of(bytes(read(body), 1).toByteArray()));
    } catch (Refusal malformed) {
      return error(400, "400: Parsing tx failed");
    }
    String refused = chain.broadcast(transaction);
    return refused == null
        ? ok(new Proto().bytes(1, taken(chain.format().identity(transaction)).hash()))
        : error(400, "400: Broadcast failed: Transaction rejected by mempool: " + refused);
  }

  private static Bytes script(String type, Bytes payload) {
    return switch (type) {
      case "p2pkh" -> Bytes.fromHex("76a914" + payload.hex() + "88ac");
      case "p2sh" -> Bytes.fromHex("a914" + payload.hex() + "87");
      case "p2pk" -> Bytes.fromHex("21" + payload.hex() + "ac");
      case "p2tr-commitment" -> Bytes.fromHex("625121" + payload.hex());
      case "other" -> payload;
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static Proto outpoint(Outpoint outpoint) {
    return new Proto().bytes(1, outpoint.txid()).int32(2, (int) outpoint.index());
  }

  private static Bytes hash(BlockRef block) {
    return Txid.of(block.hash()).hash();
  }

  private static final String TYPE = "application/x-protobuf";

  private static Reply ok(Proto message) {
    return new Reply(200, TYPE, buffer(message.array()));
  }

  private static Reply error(int status, String message) {
    return new Reply(status, TYPE, buffer(new Proto().text(2, message).array()));
  }

  private static Reply missing(String txid) {
    return error(404, "404: Transaction %s not found in the index".formatted(txid));
  }

  private static Buffer buffer(byte[] bytes) {
    return Buffer.buffer(bytes);
  }

  private static UnknownFieldSet read(byte[] message) {
    try {
      return UnknownFieldSet.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ByteString bytes(UnknownFieldSet message, int field) {
    List<ByteString> all = message.getField(field).getLengthDelimitedList();
    return all.isEmpty() ? ByteString.EMPTY : all.get(0);
  }

  private static String text(UnknownFieldSet message, int field) {
    return bytes(message, field).toStringUtf8();
  }

  private static UnknownFieldSet part(UnknownFieldSet message, int field) {
    return read(bytes(message, field).toByteArray());
  }
}
