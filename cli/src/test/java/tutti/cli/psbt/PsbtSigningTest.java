package tutti.cli.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.cli.Run;
import tutti.cli.serve.PrivateCluster;
import tutti.musig2.Engines;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtSigner;

/** A PSBT announced to signers, of whom one vouches for a wallet that is given files. */
class PsbtSigningTest {
  private static final Map<String, String> SECRET = Map.of("TUTTI_PASSPHRASE", "secret");

  @TempDir static Path folder;
  static TuttiNode node;
  static String alice;
  static String bob;

  @BeforeAll
  static void startServicesAndMakeKeys() {
    node =
        PrivateCluster.start(Settings.load(PrivateCluster.flags(Map.of()), Map.of()))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    alice = keygen("alice");
    bob = keygen("bob");
  }

  @AfterAll
  static void stopServices() {
    node.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void signsWithAWalletThatIsGivenFiles() throws IOException {
    Path wallet = folder.resolve("wallet");
    Path results = folder.resolve("results");
    var announcing = CompletableFuture.supplyAsync(() -> announce("--wait", "--json"));
    String request = openRequest();
    var joining =
        CompletableFuture.supplyAsync(
            () ->
                by("bob", "join", "--yes", request, "--json", "--wallet", wallet.toString())
                    .plus("--psbt-dir", results.toString(), "--network=regtest")
                    .run());

    carry(wallet);

    Run announced = announcing.join();
    Run joined = joining.join();
    assertThat(ok(joined)).isEqualTo(ok(announced));
    assertThat(joined.json().get("complete").asBoolean()).isTrue();
    assertThat(joined.json().get("txid").asText()).isEqualTo(Fixtures.TXID);
    assertThat(joined.json().get("psbt").asText()).startsWith("cHNidP8BA");
    assertThat(joined.err())
        .contains("fee       1550 sat", "(change of the group)", "bcrt1p", "key path, DEFAULT");
    String prefix = request;
    for (String step : List.of("nonces", "partial-signatures", "signed")) {
      assertThat(results.resolve("%s-%s.psbt".formatted(prefix, step))).isNotEmptyFile();
    }
    String signed = results.resolve(prefix + "-partial-signatures.psbt").toString();
    JsonNode finished = Run.of("psbt", "finalize", "--json", signed).json();
    assertThat(finished.get("txid").asText()).isEqualTo(Fixtures.TXID);
  }

  @Test
  void showsAndRefusesWhatIsNotForIt() throws IOException {
    Run announced = announce("--json");
    String request = announced.json().get("requestId").asText();

    JsonNode shown =
        run("requests", "--key", bob, "--state=open", "--json", "--network=regtest").json();
    assertThat(shown.at("/requests/0/transaction/fee").asLong()).isEqualTo(1_550);
    assertThat(shown.at("/requests/0/transaction/items/0/path").asText()).isEqualTo("key");
    assertThat(by("bob", "join", "--yes", request).run().err())
        .contains("error: NOT_A_PARTICIPANT: this signer does not have the key");
    assertThat(
            by("bob", "join", "--yes", request, "--max-fee=1549", "--wallet=" + folder).run().err())
        .contains("error: REFUSED_BY_POLICY: a fee of 1550 sat");
    assertThat(by("bob", "join", "--yes", request, "--wallet=x", "--wallet-command=y").run().err())
        .contains("give either --wallet or --wallet-command");
    ok(by("alice", "cancel", request).run());
  }

  /** A wallet's owner who first brings the wrong files, then the right ones. */
  private static void carry(Path wallet) throws IOException {
    try (var right = signer(1);
        var foreign = signer(0)) {
      Psbt asked = taken(wallet, "nonce-ask");
      bring(wallet, "nonce", "not a PSBT");
      awaitRefusal(wallet, "nonce", "MALFORMED");
      bring(wallet, "nonce", foreign.withNonces(asked).encodeBase64());
      awaitRefusal(wallet, "nonce", "NOT_A_PARTICIPANT: psbt.inputs[0].musig2_pub_nonce");
      bring(wallet, "nonce", "{\"psbt\":\"%s\"}".formatted(right.withNonces(asked).encodeBase64()));

      Psbt nonces = taken(wallet, "partial-ask");
      bring(wallet, "partial", nonces.encodeBase64());
      awaitRefusal(wallet, "partial", "NOT_FOUND: psbt.inputs[0].musig2_partial_sig");
      bring(wallet, "partial", right.withPartialSigs(nonces).encodeBase64());
    }
  }

  private static PsbtSigner signer(int participant) {
    return new PsbtSigner(
        ParticipantKeyOptions.keys(
            Fixtures.KEYS.get(participant), Fixtures.ORIGINS.get(participant)),
        Engines.bouncyCastle());
  }

  private static Psbt taken(Path wallet, String step) throws IOException {
    return Psbt.decodeBase64(
        Files.readString(
                await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> file(wallet, "-" + step + ".psbt"), found -> found != null))
            .strip());
  }

  private static void bring(Path wallet, String step, String content) throws IOException {
    Path asked = file(wallet, "-" + step + "-ask.psbt");
    Files.writeString(Path.of(asked.toString().replace("-ask", "")), content);
  }

  private static void awaitRefusal(Path wallet, String step, String why) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              Path told = file(wallet, "-" + step + ".psbt.refused");
              return told != null && Files.readString(told).contains(why);
            });
  }

  private static Path file(Path wallet, String end) throws IOException {
    if (!Files.isDirectory(wallet)) {
      return null;
    }
    try (Stream<Path> files = Files.list(wallet)) {
      return files.filter(file -> file.toString().endsWith(end)).findFirst().orElse(null);
    }
  }

  private static Run announce(String... more) {
    try {
      return by(
              "alice",
              "psbt",
              "announce",
              "--yes",
              Fixtures.psbt(folder, Fixtures.CREATED).toString())
          .plus("--participant-key", Fixtures.key(folder, 0).toString())
          .plus("--signer", bob + "=" + Fixtures.ORIGINS.get(1))
          .plus(more)
          .run();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String openRequest() {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> run("requests", "--key", bob, "--state=open", "--json").json().get("requests"),
            found -> !found.isEmpty())
        .get(0)
        .get("requestId")
        .asText();
  }

  private static String keygen(String name) {
    Run run = Run.with(SECRET, "keygen", "--key-file", key(name), "--json");
    return run.json().get("publicKey").asText();
  }

  private static String key(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  private static String ok(Run run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  /** Words of a command. */
  private record Words(List<String> words) {
    Words plus(String... more) {
      return new Words(Stream.concat(words.stream(), Arrays.stream(more)).toList());
    }

    Run run() {
      return PsbtSigningTest.run(words.toArray(String[]::new));
    }
  }

  private static Words by(String name, String... words) {
    return new Words(List.of(words)).plus("--key-file", key(name));
  }

  private static Run run(String... words) {
    Settings settings = node.context().settings();
    List<String> all =
        new Words(List.of(words))
            .plus(
                "--cluster-port=" + settings.get(Settings.CLUSTER_PORT),
                "--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0),
                "--cluster-name=" + settings.get(Settings.CLUSTER_NAME))
            .words();
    return Run.with(SECRET, all.toArray(String[]::new));
  }
}
