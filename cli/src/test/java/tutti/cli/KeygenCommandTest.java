package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.agent.key.KeyFile;

class KeygenCommandTest {
  private static final Map<String, String> SECRET = Map.of("TUTTI_PASSPHRASE", "secret");

  @TempDir Path folder;
  String file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("alice.pem").toString();
  }

  @Test
  void writesAKeyThatTheAgentReads() throws IOException {
    Run run = Run.with(SECRET, "keygen", "--key-file", file, "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    try (var key = KeyFile.read(Path.of(file), "secret".toCharArray())) {
      assertThat(run.json().get("publicKey").asText()).isEqualTo(key.publicKey().hex());
    }
  }

  @Test
  void takesThePassphraseFromTheFirstLineOfAFile() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "of a file\nmore\n");

    Run run =
        Run.with(SECRET, "keygen", "--key-file", file, "--passphrase-file", passphrase.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    KeyFile.read(Path.of(file), "of a file".toCharArray()).close();
  }

  @Test
  void neverOverwritesAFile() throws IOException {
    Files.writeString(Path.of(file), "something of value");

    Run run = Run.with(SECRET, "keygen", "--key-file", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: INVALID_KEY: there is a file already");
    assertThat(Path.of(file)).hasContent("something of value");
  }

  @Test
  void refusesAnEmptyPassphrase() {
    Run run = Run.with(Map.of("TUTTI_PASSPHRASE", ""), "keygen", "--key-file", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: INVALID_KEY: ");
    assertThat(Path.of(file)).doesNotExist();
  }

  @Test
  void tellsAWrongPassphraseBeforeItLooksForACluster() {
    Run.with(SECRET, "keygen", "--key-file", file);

    Run run =
        Run.with(Map.of("TUTTI_PASSPHRASE", "wrong"), "withdraw", "--key-file", file, "--json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().at("/error/code").asText()).isEqualTo("INVALID_KEY");
  }

  @Test
  void tellsThatThereIsNoKeyFile() {
    Run run = Run.with(SECRET, "withdraw", "--key-file", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToIgnoringNewLines("error: INVALID_KEY: there is no file: " + file);
  }
}
