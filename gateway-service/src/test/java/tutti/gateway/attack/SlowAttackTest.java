package tutti.gateway.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tutti.gateway.BridgeClient;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.runtime.config.EdgeSettings;

/** Clients that are as slow as can be, to hold what they get for as long as can be. */
@ExtendWith(Attacked.class)
class SlowAttackTest {
  private static final String BRIDGE = "/eventbus/websocket";
  private static final byte[] CHUNK = "1\r\n \r\n".getBytes(ISO_8859_1);

  private final RunningGateway gateway;
  private final ExecutorService all = Executors.newCachedThreadPool();
  private final Map<String, Future<Boolean>> slow = new LinkedHashMap<>();

  SlowAttackTest(Target target) {
    gateway = target.gateway();
  }

  /** All at the same time, since it is all about waiting. */
  @Test
  void nobodyIsAwaitedWhoSaysSomethingNowAndThen() throws Exception {
    body("/eventbus/000/slow/xhr_send");
    body("/eventbus/000/slow/xhr");
    body("/v1/signers");
    body("/v1/login");
    String upgrade = RawClient.upgrade(BRIDGE);
    request(
        "an upgrade without an end",
        upgrade.substring(0, upgrade.length() - 2),
        "X: y\r\n".getBytes(ISO_8859_1));
    request(
        "an upgrade with a body",
        RawClient.upgrade(BRIDGE, "Content-Length: 100000\r\n"),
        new byte[] {'x'});
    frames("a long frame", RawClient.head(0x80 | RawClient.TEXT, 100_000), new byte[] {'x'});
    frames(
        "a message of empty frames",
        RawClient.framed(RawClient.TEXT, new byte[] {'{'}),
        RawClient.framed(RawClient.CONTINUATION, new byte[0]));
    frames(
        "pings of the WebSocket",
        new byte[0],
        RawClient.framed(0x80 | RawClient.PING, new byte[0]));

    for (Map.Entry<String, Future<Boolean>> one : slow.entrySet()) {
      assertThat(one.getValue().get()).as(one.getKey()).isTrue();
    }
    all.shutdown();
  }

  @Test
  void whoeverSaysSomethingThatMattersIsKept() {
    try (RunningGateway hasty =
            gateway.beside(settings -> settings.with(EdgeSettings.HTTP_IDLE_TIMEOUT, "1s"));
        BridgeClient client = BridgeClient.connect(hasty)) {
      await()
          .during(Duration.ofSeconds(3))
          .until(
              () -> {
                client.say("{\"type\":\"ping\"}");
                return hasty.clients() == 1;
              });
    }
  }

  private void body(String path) {
    String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n";
    request(path, head + "Transfer-Encoding: chunked\r\n\r\n", CHUNK);
  }

  private void request(String name, String beginning, byte[] again) {
    attack(name, RawClient.of(gateway).say(beginning), again);
  }

  private void frames(String name, byte[] beginning, byte[] again) {
    attack(name, RawClient.webSocket(gateway, BRIDGE).say(beginning), again);
  }

  private void attack(String name, RawClient client, byte[] again) {
    slow.put(
        name,
        all.submit(
            () -> {
              try (client) {
                return client.isCutOffSaying(again);
              }
            }));
  }
}
