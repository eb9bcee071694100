package tutti.agent.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.musig2.SecretKey;

class KeyFileTest {
  private static final String HEX =
      "00b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeeff";
  private static final String PASSPHRASE = "correct horse";

  @TempDir private Path directory;

  @Test
  void readsWhatItWrote() throws IOException {
    SecretKey written = KeyFile.create(file(), PASSPHRASE.toCharArray());

    assertThat(KeyFile.read(file(), PASSPHRASE.toCharArray()).publicKey())
        .isEqualTo(written.publicKey());
    assertThat(Files.readString(file())).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
  }

  @Test
  void letsOnlyTheOwnerReadTheFile() throws IOException {
    KeyFile.create(file(), PASSPHRASE.toCharArray());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void neverOverwritesAFile() throws IOException {
    Files.writeString(file(), "precious");

    assertThatThrownBy(() -> KeyFile.create(file(), PASSPHRASE.toCharArray()))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("already");
    assertThat(file()).hasContent("precious");
  }

  @Test
  void saysThatThePassphraseIsWrong() throws IOException {
    KeyFile.create(file(), PASSPHRASE.toCharArray());

    assertThatThrownBy(() -> KeyFile.read(file(), "battery".toCharArray()))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("passphrase is wrong");
  }

  @Test
  void refusesAnEmptyPassphrase() {
    assertThatThrownBy(() -> KeyFile.create(file(), new char[0]))
        .isInstanceOf(KeyFileException.class);
    assertThat(file()).doesNotExist();
  }

  @Test
  void refusesBytesThatAreNoKeyAndWritesNothing() {
    assertThatThrownBy(() -> KeyFile.write(file(), new byte[32], PASSPHRASE.toCharArray()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file()).doesNotExist();
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatThrownBy(() -> KeyFile.read(file(), PASSPHRASE.toCharArray()))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("no file");
  }

  @Test
  void refusesAFileThatIsNoEncryptedKey() throws IOException {
    Files.writeString(file(), "hello\n");

    assertThatThrownBy(() -> KeyFile.read(file(), PASSPHRASE.toCharArray()))
        .isInstanceOf(KeyFileException.class);
  }

  @Test
  void isReadByOpenSsl() throws Exception {
    requireOpenSsl();
    byte[] scalar = HexFormat.of().parseHex(HEX);
    SecretKey key = KeyFile.write(file(), scalar, PASSPHRASE.toCharArray());

    String text =
        openSsl(
            "ec",
            "-in",
            file().toString(),
            "-passin",
            "pass:" + PASSPHRASE,
            "-text",
            "-noout",
            "-conv_form",
            "compressed");

    assertThat(text.replaceAll("[\\s:]", ""))
        .contains("secp256k1")
        .contains(HEX)
        .contains(key.publicKey().hex());
  }

  @Test
  void readsWhatOpenSslWrote() throws Exception {
    requireOpenSsl();
    writeByOpenSsl("secp256k1", "-scrypt");
    String text =
        openSsl("ec", "-in", plain().toString(), "-text", "-noout", "-conv_form", "compressed");

    SecretKey key = KeyFile.read(file(), PASSPHRASE.toCharArray());

    assertThat(text.replaceAll("[\\s:]", "")).contains(key.publicKey().hex());
  }

  @Test
  void refusesAKeyOfAnotherCurve() throws Exception {
    requireOpenSsl();
    writeByOpenSsl("prime256v1", "-scrypt");

    assertThatThrownBy(() -> KeyFile.read(file(), PASSPHRASE.toCharArray()))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("secp256k1");
  }

  private Path file() {
    return directory.resolve("signer.pem");
  }

  private Path plain() {
    return directory.resolve("plain.pem");
  }

  private void writeByOpenSsl(String curve, String kdf) throws Exception {
    openSsl("ecparam", "-name", curve, "-genkey", "-noout", "-out", plain().toString());
    openSsl(
        "pkcs8",
        "-topk8",
        "-in",
        plain().toString(),
        "-out",
        file().toString(),
        kdf,
        "-passout",
        "pass:" + PASSPHRASE);
  }

  private static void requireOpenSsl() throws InterruptedException {
    boolean there;
    try {
      there = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "openssl is not installed");
  }

  private static String openSsl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
