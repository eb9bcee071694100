package tutti.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tutti.agent.key.KeyFile;
import tutti.agent.key.KeyFileException;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Where the signer's key is, and its passphrase: a file, the environment, or a question. */
public final class KeyOptions {
  @Option(
      names = "--key-file",
      required = true,
      paramLabel = "FILE",
      description = "The signer's key, encrypted PKCS#8; see tutti keygen.")
  private Path keyFile = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "First line is the key's passphrase. Otherwise TUTTI_PASSPHRASE, otherwise asked for.")
  private @Nullable Path passphraseFile;

  public Path keyFile() {
    return keyFile;
  }

  /** Reads the key. */
  public SecretKey read(Map<String, String> environment) throws IOException {
    return with(passphrase(environment, false), passphrase -> KeyFile.read(keyFile, passphrase));
  }

  /** Makes a new key. */
  public SecretKey create(Map<String, String> environment) throws IOException {
    return with(passphrase(environment, true), passphrase -> KeyFile.create(keyFile, passphrase));
  }

  private interface KeyAccess {
    SecretKey use(char[] passphrase) throws IOException;
  }

  private static SecretKey with(char[] passphrase, KeyAccess access) throws IOException {
    try {
      return access.use(passphrase);
    } catch (KeyFileException e) {
      throw Refusal.of(ErrorCode.INVALID_KEY, String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private char[] passphrase(Map<String, String> environment, boolean twice) throws IOException {
    return Passphrase.read(passphraseFile, environment, twice);
  }
}
