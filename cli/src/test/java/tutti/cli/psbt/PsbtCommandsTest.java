package tutti.cli.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.cli.Run;

class PsbtCommandsTest {
  @TempDir private Path folder;
  private Path nonces;

  @BeforeEach
  void makeAFolderForThoseWhoHoldNonces() throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    nonces = Files.createDirectory(folder.resolve("n"), owner);
  }

  /** Two participants, each command a process of its own as far as secrets are concerned. */
  @Test
  void signsByCommandsOfTwoParticipants() throws IOException {
    Path created = Fixtures.psbt(folder, Fixtures.CREATED);
    Path alice = psbt(participant("nonce", 0, created));
    Path bob = psbt(participant("nonce", 1, created));
    Path both = psbt(Run.of("psbt", "combine", alice.toString(), bob.toString()));

    Path aliceSigned = psbt(participant("sign", 0, both));
    Path bobSigned = psbt(participant("sign", 1, both));
    Run finished =
        Run.of("psbt", "finalize", "--json", aliceSigned.toString(), bobSigned.toString());

    assertThat(finished.exitCode()).as(finished.err()).isZero();
    assertThat(finished.json().get("complete").asBoolean()).isTrue();
    assertThat(finished.json().get("txid").asText()).isEqualTo(Fixtures.TXID);
    await().until(() -> nonces.toFile().list().length == 0); // those who held them are gone
    assertThat(error(participant("sign", 0, both))).isEqualTo("NONCE_LOST");
  }

  @Test
  void signsLastWithoutAProcessThatHoldsNonces() throws IOException {
    Path alice = psbt(participant("nonce", 0, Fixtures.psbt(folder, Fixtures.CREATED)));

    Path bobSigned = psbt(participant("sign", 1, alice));
    Path allSigned = psbt(participant("sign", 0, bobSigned));

    assertThat(Run.of("psbt", "finalize", "--json", allSigned.toString()).json().get("tx").asText())
        .isNotEmpty();
  }

  @Test
  void refusesToSignWithoutNonces() throws IOException {
    Path created = Fixtures.psbt(folder, Fixtures.CREATED);

    assertThat(error(participant("sign", 0, created))).isEqualTo("WRONG_PHASE");
    Run nobody = Run.of("psbt", "sign", "--json", "--nonce-folder=" + nonces, created.toString());
    assertThat(error(nobody)).isEqualTo("NONCE_LOST");
  }

  @Test
  void refusesAFolderThatOthersMayOpen() throws IOException {
    Files.setPosixFilePermissions(nonces, PosixFilePermissions.fromString("rwxr-x---"));
    Path created = Fixtures.psbt(folder, Fixtures.CREATED);

    assertThat(participant("nonce", 0, created).err()).contains("chmod 700");
  }

  @Test
  void refusesTheKeyOfSomebodyElse() throws IOException {
    Path stranger = Files.writeString(folder.resolve("stranger"), "tprv8ZgxMBicQKsPd\n");
    Path created = Fixtures.psbt(folder, Fixtures.CREATED);

    Run run =
        Run.of(
            "psbt",
            "nonce",
            "--json",
            "--key=" + stranger,
            "--nonce-folder=" + nonces,
            created.toString());

    assertThat(error(run)).isEqualTo("INVALID_KEY");
    assertThat(run.err()).doesNotContain("tprv8");
  }

  @Test
  void finalizesWhatBitcoinCoreSigned() {
    Run run = Run.reading(Fixtures.SIGNED, "psbt", "finalize", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("cHNidP8").hasLineCount(1);
    assertThat(run.err()).contains("complete: transaction " + Fixtures.TXID);
  }

  @Test
  void saysWhoIsMissing() {
    JsonNode result = Run.reading(Fixtures.CREATED, "psbt", "finalize", "--json", "-").json();

    assertThat(result.get("complete").asBoolean()).isFalse();
    assertThat(result.get("psbt").asText()).isEqualTo(Fixtures.CREATED);
    assertThat(result.has("tx")).isFalse();
    assertThat(Run.reading(Fixtures.CREATED, "psbt", "finalize", "-").err())
        .contains("nonces missing of 028c3e18");
  }

  @Test
  void namesTheParticipantWhosePartialSignatureIsWrong() {
    byte[] signed = Base64.getDecoder().decode(Fixtures.SIGNED);
    String hex = HexFormat.of().formatHex(signed);
    int field = hex.indexOf("431c028c3e18");
    int value = field + 2 * (1 + 0x43) + 2;
    String wrong = hex.substring(0, value) + flipped(hex.charAt(value)) + hex.substring(value + 1);

    Run run = Run.reading(wrong, "psbt", "finalize", "--json", "-");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(error(run)).isEqualTo("INVALID_PARTIAL_SIGNATURE");
    assertThat(run.json().at("/error/signerIndex").asInt()).isZero();
    assertThat(run.err()).contains("028c3e18");
  }

  @Test
  void showsWhatIsSigned() {
    Run run = Run.reading(Fixtures.CREATED, "psbt", "inspect", "--network=regtest", "-");
    JsonNode shown = Run.reading(Fixtures.CREATED, "psbt", "inspect", "--json", "-").json();

    String group = shown.at("/inputs/0/items/0/aggregateKey").asText();
    assertThat(run.out())
        .contains("bcrt1p", "(change of group " + group + ")")
        .contains("key path, DEFAULT, 2 participants of group " + group)
        .doesNotContain("CAUTION")
        .contains("nonces missing of 028c3e18");
    assertThat(shown.get("txid").asText()).isEqualTo(Fixtures.TXID);
    assertThat(shown.at("/inputs/0/items/0/participants")).hasSize(2);
    assertThat(shown.at("/outputs/1/change").asBoolean()).isTrue();
    assertThat(shown.at("/outputs/1/changeOf").asText()).isEqualTo(group);
    assertThat(shown.get("binding").asBoolean()).isTrue();
    assertThat(shown.get("fee").asLong())
        .isEqualTo(shown.get("in").asLong() - shown.get("out").asLong());
  }

  @Test
  void showsWhatItIsAboutToSign() throws IOException {
    Path created = Fixtures.psbt(folder, Fixtures.CREATED);
    Run shown = Run.of("psbt", "inspect", created.toString());

    Run early = participant("sign", 0, created);
    Run nonce = participant("nonce", 0, created);
    Run sign = participant("sign", 1, psbt(nonce));
    psbt(participant("sign", 0, psbt(sign)));

    assertThat(shown.out()).contains("fee          1550 sat");
    assertThat(nonce.err()).contains(shown.out());
    assertThat(sign.err()).contains("fee          1550 sat", "key path, DEFAULT");
    assertThat(early.err()).startsWith(shown.out()).contains("error: WRONG_PHASE");
    await().until(() -> nonces.toFile().list().length == 0); // who held the nonce is gone
  }

  @Test
  void addsWhatADescriptorSays() throws IOException {
    String group = Fixtures.MUSIG + "/<0;1>/*";
    String bare = "--descriptor=tr(%s)".formatted(group);

    Run again = Run.reading(Fixtures.CREATED, "psbt", "update", bare, "--range=5", "-");
    Run other =
        Run.reading(
            Fixtures.CREATED,
            "psbt",
            "update",
            "--descriptor=rawtr(%s)".formatted(group),
            "-",
            "--range=5",
            "--json");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out().strip()).isEqualTo(Fixtures.CREATED); // Bitcoin Core had said it
    assertThat(again.err()).isEqualTo("inputs of the group: 0, outputs: 1\n");
    assertThat(error(other)).isEqualTo("NOT_FOUND");
    assertThat(
            error(
                Run.reading(Fixtures.CREATED, "psbt", "update", bare, "--range=0", "-", "--json")))
        .isEqualTo("MALFORMED");
  }

  @Test
  void saysWhereOthersCouldChangeWhatIsShown() {
    String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(Fixtures.CREATED));
    String input = "01012b80d1f008"; // its output that is spent
    String none = hex.replace(input, "01030402000000" + input); // SIGHASH_NONE

    Run run = Run.reading(none, "psbt", "inspect", "-");
    JsonNode shown = Run.reading(none, "psbt", "inspect", "--json", "-").json();

    assertThat(run.out()).contains("key path, NONE", "CAUTION");
    assertThat(shown.get("binding").asBoolean()).isFalse();
  }

  @Test
  void readsBase64AndHexAndBinary() throws IOException {
    byte[] binary = Base64.getDecoder().decode(Fixtures.CREATED);
    Path file = Files.write(folder.resolve("binary.psbt"), binary);
    String hex = HexFormat.of().formatHex(binary);

    assertThat(Run.of("psbt", "combine", file.toString()).out().strip())
        .isEqualTo(Fixtures.CREATED);
    assertThat(Run.reading(hex, "psbt", "combine", "-").out().strip()).isEqualTo(Fixtures.CREATED);
  }

  @Test
  void refusesWhatIsNoPsbt() {
    assertThat(error(Run.reading("nonsense", "psbt", "inspect", "--json", "-")))
        .isEqualTo("MALFORMED");
    assertThat(error(Run.reading("70736274ff0", "psbt", "inspect", "--json", "-")))
        .isEqualTo("MALFORMED");
    assertThat(error(Run.reading("A".repeat(3_000_000), "psbt", "inspect", "--json", "-")))
        .isEqualTo("TOO_LARGE");
    assertThat(Run.of("psbt").err()).contains("a command is missing");
  }

  private Run participant(String command, int participant, Path psbt) throws IOException {
    Path key = Fixtures.key(folder, participant);
    return Run.of(
        "psbt", command, "--json", "--key=" + key, "--nonce-folder=" + nonces, psbt.toString());
  }

  private Path psbt(Run run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    String out = run.out().strip();
    return Fixtures.psbt(folder, out.startsWith("{") ? run.json().get("psbt").asText() : out);
  }

  private static String error(Run run) {
    return run.json().at("/error/code").asText();
  }

  private static char flipped(char digit) {
    return digit == '0' ? '1' : '0';
  }
}
