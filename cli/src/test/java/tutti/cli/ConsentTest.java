package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tutti.cli.KeyCommands.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.cli.serve.PrivateCluster;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** Nobody signs, or announces, what nobody has seen and said yes to. */
class ConsentTest {
  private static final String MESSAGE = "cd".repeat(32);

  @TempDir static Path folder;
  static TuttiNode node;
  static KeyCommands commands;
  static String alice;
  static String bob;

  @BeforeAll
  static void startServicesAndMakeKeys() {
    node =
        PrivateCluster.start(Settings.load(PrivateCluster.flags(Map.of()), Map.of()))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    commands = new KeyCommands(folder, ConsentTest::way);
    alice = commands.keygen("alice");
    bob = commands.keygen("bob");
  }

  @AfterAll
  static void stopServices() {
    node.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void announcesNothingAfterANo() {
    Run refused = announcing("n\n", "never");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("to be announced:", "purpose   \"never\"", "message   " + MESSAGE)
        .contains("announce and sign this? [y/N] ")
        .contains("error: REFUSED_BY_POLICY: not agreed to; nothing was said to anyone");
    assertThat(refused.out()).isEmpty();
    assertThat(purposes("open")).doesNotContain("never");
  }

  @Test
  void announcesAfterAYes() {
    ok(announcing("y\n", "rent"));

    assertThat(purposes("open")).contains("rent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n\n", "y"})
  void takesNoPartAfterAnythingButAYes(String answer) {
    String request = ok(announcing("yes\n", "lunch")).strip().split("\\s+", -1)[1];

    Run joined = commands.typing("bob", answer, "join", request);

    assertThat(joined.exitCode()).isEqualTo(1);
    assertThat(joined.err())
        .contains("purpose   \"lunch\"", "sign this? [y/N] ", "error: REFUSED_BY_POLICY: ");
    assertThat(ok(commands.run("status", request))).contains("OPEN");
    ok(commands.by("alice", "cancel", request));
  }

  @Test
  void asksForEachRequestAndJoinsThoseAlone() {
    List.of("one", "two", "three").forEach(purpose -> announcing("y\n", purpose));
    long waiting = purposes("open").size();
    int ready = purposes("ready").size();

    // Nobody else is there to sign, so it gives up; what it has joined is joined.
    Run joined =
        commands.typing("bob", "y\n" + "n\n".repeat(9), "join", "--all", "--wait-at-most=1s");

    assertThat(joined.err()).contains("error: TIMEOUT: ");
    assertThat(joined.err().split("sign this\\?", -1)).hasSize((int) waiting + 1);
    assertThat(purposes("ready")).hasSize(ready + 1);
    assertThat(purposes("open")).hasSize((int) waiting - 1);
  }

  /** What she announced, she has joined; that she would sign it again, nobody has said here. */
  @Test
  void signsNothingButWhatItWasToldToThoughMoreIsJoined() {
    String before = ok(announcing("y\n", "joined before")).strip().split("\\s+", -1)[1];
    String wanted = ok(announcing("y\n", "wanted")).strip().split("\\s+", -1)[1];
    var waitingInVain =
        CompletableFuture.supplyAsync(
            () -> commands.by("bob", "join", "--yes", before, "--wait-at-most=15s"));
    await().until(() -> purposes("ready").contains("joined before"));

    var signing =
        CompletableFuture.supplyAsync(
            () -> commands.by("alice", "join", "--yes", wanted, "--wait-at-most=60s"));
    ok(commands.by("bob", "join", "--yes", wanted, "--wait-at-most=60s"));

    ok(signing.join());
    assertThat(waitingInVain.join().err()).contains("error: TIMEOUT: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "join --all --key-file x",
        "announce --message %1$s --key-file x",
        "psbt announce x --key-file x",
        "lotus announce x --spent 1:00 --key-file x",
        "retry %1$s --wait --key-file x"
      })
  void refusesWhereNobodyCanBeAsked(String command) {
    Run run = Run.of(command.formatted(MESSAGE).split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: MALFORMED: nobody is at a terminal").contains("--yes");
  }

  @Test
  void watchesNoChainForMessagesAndNoneWithoutWaiting() {
    String chain = "--chain=esplora+http://127.0.0.1:1";

    assertThat(Run.of("announce", "--yes", "--message", MESSAGE, "--key-file", "x", chain).err())
        .contains("error: MALFORMED: --chain: a message says nothing about what it spends");
    assertThat(Run.of("psbt", "announce", "x", "--yes", "--key-file", "x", chain).err())
        .contains("error: MALFORMED: --chain is of no use without --wait");
  }

  private static Run announcing(String answer, String purpose) {
    return commands.typing(
        "alice", answer, "announce", "--key", bob, "--message", MESSAGE, "--purpose", purpose);
  }

  private static List<String> purposes(String state) {
    JsonNode found =
        commands.run("requests", "--key", bob, "--state", state, "--json").json().get("requests");
    return found.findValuesAsText("purpose");
  }

  private static List<String> way(List<String> given) {
    Settings settings = node.context().settings();
    return List.of(
        "--cluster-port=" + settings.get(Settings.CLUSTER_PORT),
        "--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0),
        "--cluster-name=" + settings.get(Settings.CLUSTER_NAME));
  }
}
