package tutti.chain.regtest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Answers calls of JSON-RPC on the loopback in the way that a test chooses. */
public final class RpcServer implements AutoCloseable {
  private final HttpServer server;
  private final Answers answers;

  private RpcServer(HttpServer server, Answers answers) {
    this.server = server;
    this.answers = answers;
  }

  /** What is answered to a call. */
  @FunctionalInterface
  public interface Answers {
    NodeRecording.Exchange to(String call) throws Exception;
  }

  public static RpcServer start(Answers answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RpcServer rpc = new RpcServer(server, answers);
    server.createContext("/", rpc::answer);
    server.start();
    return rpc;
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** For {@code --chain}; any password will do. */
  public String address() {
    return "bitcoind+%s?user=u".formatted(base());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status;
    byte[] reply;
    try {
      NodeRecording.Exchange answered = answers.to(call);
      status = answered.status();
      reply = answered.reply().getBytes(StandardCharsets.UTF_8);
    } catch (Exception e) {
      status = 501;
      reply = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
    }
    try (exchange) {
      exchange.sendResponseHeaders(status, reply.length);
      exchange.getResponseBody().write(reply);
    }
  }
}
