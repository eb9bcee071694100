package tutti.chain.doubles;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tutti.chain.Txid;
import tutti.transactions.bitcoin.BitcoinTransaction;

/** A server on the loopback that answers for a {@link FakeChain}, or misbehaves. */
public abstract class HttpDouble implements AutoCloseable {
  /** Where redirects lead; nobody has to ask there. */
  public static final String ELSEWHERE = "/elsewhere";

  private static final long SLOWNESS = 700;

  /** The identity of nothing. */
  static final String NOTHING = "ab".repeat(32);

  protected final FakeChain chain;
  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Mischief mischief = Mischief.NONE;
  private final AtomicReference<@Nullable Meanwhile> meanwhile = new AtomicReference<>();
  private final AtomicInteger only = new AtomicInteger(Integer.MAX_VALUE);
  private HttpServer server = vertx.createHttpServer();

  protected HttpDouble(FakeChain chain) {
    this.chain = chain;
  }

  /** Starts, at any port that is free. */
  protected final void listen() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::receive)
            .webSocketHandler(
                socket -> {
                  if (!connected(socket)) {
                    socket.close();
                  }
                });
    server = join(server.listen(0, "127.0.0.1"));
  }

  public String address() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** From now on. */
  public void misbehave(Mischief how) {
    misbehave(how, Integer.MAX_VALUE);
  }

  /** For so many requests. */
  public void misbehave(Mischief how, int times) {
    only.set(times);
    mischief = how;
  }

  /** Something that happens once, between an answer below such a path and the next one. */
  public void after(String path, Runnable event) {
    meanwhile.set(new Meanwhile(path, event));
  }

  private record Meanwhile(String path, Runnable event) {}

  /** The paths that were asked for. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    join(vertx.close());
  }

  /** What is answered when nothing is wrong. */
  protected abstract Reply answer(HttpServerRequest request, Buffer body);

  /** A WebSocket was opened. */
  protected boolean connected(io.vertx.core.http.ServerWebSocket socket) {
    return false;
  }

  /** The mischief that concerns contents. */
  protected final boolean is(Mischief how) {
    return mischief == how;
  }

  /** The transaction to show, which may be another one. */
  protected final BitcoinTransaction shown(BitcoinTransaction real) {
    return is(Mischief.OTHER_TRANSACTION)
        ? new BitcoinTransaction(real.version(), real.inputs(), real.outputs(), 99)
        : real;
  }

  protected final Txid taken(Txid real) {
    return is(Mischief.OTHER_BROADCAST) ? Txid.of(NOTHING) : real;
  }

  /** A status with a body. */
  protected record Reply(int status, String type, Buffer body) {
    /** One that is long in coming. */
    static final Reply NEVER = text(0, "");

    static Reply text(int status, String text) {
      return new Reply(status, "text/plain", Buffer.buffer(text));
    }

    static Reply json(Object json) {
      return new Reply(
          200, "application/json", Buffer.buffer(io.vertx.core.json.Json.encode(json)));
    }
  }

  private void receive(HttpServerRequest request) {
    asked.add(request.method() + " " + request.path());
    if (only.decrementAndGet() < 0) {
      mischief = Mischief.NONE;
    }
    HttpServerResponse response = request.response();
    request
        .body()
        .onSuccess(
            body -> {
              switch (mischief) {
                case SILENT -> {}
                case STALLED -> response.putHeader("Content-Length", "1000").write("12");
                case HUGE -> flood(response.setChunked(true));
                case GARBAGE -> response.end(Buffer.buffer(new byte[] {(byte) 0xff, 0x07, '{'}));
                case BUSY -> response.setStatusCode(429).putHeader("Retry-After", "1").end("slow");
                case DOWN -> response.setStatusCode(503).end("\u001b[2Jsorry");
                case REDIRECT ->
                    response.setStatusCode(302).putHeader("Location", address() + ELSEWHERE).end();
                case ELSEWHERE -> response.setStatusCode(404).end("<h1>404 Not Found</h1>");
                case SLOW -> vertx.setTimer(SLOWNESS, late -> send(response, reply(request, body)));
                default -> send(response, reply(request, body));
              }
            });
  }

  private Reply reply(HttpServerRequest request, Buffer body) {
    try {
      Reply reply = answer(request, body);
      Meanwhile event = meanwhile.get();
      if (event != null
          && request.path().contains(event.path())
          && meanwhile.compareAndSet(event, null)) {
        event.event().run();
      }
      return reply;
    } catch (RuntimeException e) {
      return Reply.text(500, "double: " + e);
    }
  }

  private static void send(HttpServerResponse response, Reply reply) {
    if (reply.equals(Reply.NEVER)) {
      return;
    }
    response
        .setStatusCode(reply.status())
        .putHeader("Content-Type", reply.type())
        .end(reply.body());
  }

  private static void flood(HttpServerResponse response) {
    Buffer part = Buffer.buffer("00".repeat(32_768));
    response.write(part).onSuccess(written -> flood(response));
  }

  private static <T> T join(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
