package tutti.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static tutti.gateway.RunningGateway.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsPeerTest {
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient client = vertx.createWebSocketClient();
  private final Promise<SockJSSocket> opened = Promise.promise();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/websocket", "/000/abcdefgh/websocket"})
  void doesNotMindAClientThatHasGone(String transport) {
    WebSocket connected = connect(transport);
    SockJSSocket socket = await(opened.future());
    SockJsPeer peer = new SockJsPeer(vertx, socket);
    Promise<Void> gone = Promise.promise();
    socket.closeHandler(gone::complete);

    await(connected.close().compose(closed -> gone.future()));

    assertThatCode(
            () -> {
              peer.write("an answer");
              peer.pause(1);
              peer.close("too late");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void writesAsText() {
    Promise<String> heard = Promise.promise();
    WebSocket connected = connect("/websocket");
    connected.textMessageHandler(heard::tryComplete);

    new SockJsPeer(vertx, await(opened.future())).write("an answer");

    assertThat(await(heard.future())).isEqualTo("an answer");
  }

  private WebSocket connect(String transport) {
    Router router = Router.router(vertx);
    router.route("/at/*").subRouter(SockJSHandler.create(vertx).socketHandler(opened::complete));
    Future<HttpServer> server = vertx.createHttpServer().requestHandler(router).listen(0);
    return await(
        server.compose(one -> client.connect(one.actualPort(), "127.0.0.1", "/at" + transport)));
  }
}
