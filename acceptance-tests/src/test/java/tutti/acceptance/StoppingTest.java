package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.cli.Main;
import tutti.cli.serve.PrivateCluster;

/** How a process of a service ends, and what it tells whoever has started it. */
class StoppingTest {
  private static final int WRONG_SETTING = 2;
  private static final int TERMINATED = 128 + 15;

  private OwnProcess process;

  @AfterEach
  void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Test
  void stopsInOrderHoweverOftenItIsTold() throws InterruptedException {
    serve("session");
    process.awaitLine("tutti session ready");

    process.terminate();
    process.awaitLine("tutti session stopping");
    process.terminate();

    assertThat(process.awaitExit()).isZero();
    assertThat(process.lines("tutti session stopped")).hasSize(1);
  }

  /** It has joined by then: so it leaves in order, but what has started it must hear of it. */
  @Test
  void endsWithAnErrorWhereItCannotServe() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      serve("all", "--http-port", String.valueOf(taken.getLocalPort()));

      assertThat(process.awaitExit()).isEqualTo(WRONG_SETTING);
    }
    assertThat(process.lines("error: ")).singleElement().asString().contains("in use");
    assertThat(process.lines("tutti all stopped")).hasSize(1);
  }

  @Test
  void endsWhileItWaitsForSomebodyToJoin() throws InterruptedException {
    serve("crypto");
    process.awaitLine("crypto engine");

    process.terminate();

    assertThat(process.awaitExit()).isEqualTo(TERMINATED);
    assertThat(process.lines("tutti crypto ready")).isEmpty();
  }

  private void serve(String service, String... more) {
    List<String> words = new ArrayList<>(List.of("serve", service));
    PrivateCluster.flags(Map.of())
        .forEach((name, value) -> words.addAll(List.of("--" + name, value)));
    words.addAll(List.of(more));
    process = OwnProcess.start("stopping-" + service, Main.class, words);
  }
}
