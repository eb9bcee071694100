package tutti.cli.psbt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tutti.agent.key.KeyFile;
import tutti.agent.key.KeyFileException;
import tutti.cli.option.Passphrase;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ExtendedSecretKey;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.signing.DerivedKeys;
import tutti.transactions.signing.ParticipantKeys;

/**
 * Where a participant's key is: in a key file of Tutti's, or an extended key as wallets export it.
 */
final class ParticipantKeyOptions {
  private static final String PKCS8 = "-----BEGIN";
  private static final long MAX_SIZE = 10_000;
  private static final Pattern EXTENDED = Pattern.compile("(?:\\[([^\\]]*)\\])?([xt]prv\\w+)");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The participant's key: encrypted PKCS#8 (see tutti keygen), or one line such as"
              + " [650d5883/87h/1h/0h]tprv..., or a master key.")
  private @Nullable Path file;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "First line is the key's passphrase. Otherwise TUTTI_PASSPHRASE, otherwise asked for.")
  private @Nullable Path passphraseFile;

  boolean isGiven() {
    return file != null;
  }

  Path file() {
    if (file == null) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "key", "--key is missing");
    }
    return file;
  }

  /** The passphrase, or an empty one where none is needed. */
  char[] passphrase(Map<String, String> environment) throws IOException {
    return content(file()).startsWith(PKCS8)
        ? Passphrase.read(passphraseFile, environment, false)
        : new char[0];
  }

  ParticipantKeys read(Map<String, String> environment) throws IOException {
    char[] passphrase = passphrase(environment);
    try {
      return read(file(), passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  static ParticipantKeys read(Path file, char[] passphrase) throws IOException {
    String content = content(file);
    if (content.startsWith(PKCS8)) {
      try {
        return ParticipantKeys.of(KeyFile.read(file, passphrase));
      } catch (KeyFileException e) {
        throw Refusal.of(ErrorCode.INVALID_KEY, String.valueOf(e.getMessage()));
      }
    }
    Matcher extended = EXTENDED.matcher(content.strip());
    if (!extended.matches()) {
      throw Refusal.ofField(ErrorCode.INVALID_KEY, "key", "neither PKCS#8 nor an extended key");
    }
    return keys(extended.group(2), extended.group(1));
  }

  /** The keys below an extended key, with what is said of where it comes from. */
  static ParticipantKeys keys(String extended, @Nullable String origin) {
    ExtendedSecretKey key = ExtendedSecretKey.parse(extended);
    if (origin != null) {
      return DerivedKeys.of(key, KeyOrigin.parse(origin));
    }
    if (key.depth() > 0) {
      throw Refusal.ofField(
          ErrorCode.INVALID_KEY, "origin", "needed for a key that is no master key");
    }
    return DerivedKeys.ofMaster(key);
  }

  private static String content(Path file) throws IOException {
    if (Files.size(file) > MAX_SIZE) {
      throw Refusal.ofField(ErrorCode.TOO_LARGE, "key", "no key file");
    }
    return Files.readString(file);
  }
}
