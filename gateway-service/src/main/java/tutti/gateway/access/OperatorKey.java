package tutti.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import tutti.gateway.domain.BearerToken;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.InvalidSettingException;
import tutti.runtime.config.Settings;

/** The operator's own key: a file that the gateway's user can read, and not everyone. */
final class OperatorKey {
  private static final String PREFIX = "tutti_operator_";
  private static final int SIZE = 32;

  /** Shorter ones could be guessed, and an empty file would open everything to everyone. */
  private static final int SHORTEST = 32;

  private OperatorKey() {}

  /** The key in the file that the settings name, made if it is not there; empty without one. */
  static Optional<BearerToken> load(Settings settings) {
    String name = settings.get(EdgeSettings.OPERATOR_KEY_FILE);
    if (name.equals(EdgeSettings.NONE)) {
      return Optional.empty();
    }
    Path file = Path.of(name);
    try {
      create(file);
      String text = Files.readString(file).strip();
      if (text.length() < SHORTEST) {
        throw new InvalidSettingException(
            EdgeSettings.OPERATOR_KEY_FILE.name(),
            name,
            "the key needs %d characters or more".formatted(SHORTEST));
      }
      requireClosed(file);
      return Optional.of(BearerToken.ofText(text));
    } catch (IOException e) {
      throw new UncheckedIOException("the operator's key cannot be read: " + name, e);
    }
  }

  /** Its group may read it: that is how files of secrets are given to containers. */
  private static void requireClosed(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      throw new InvalidSettingException(
          EdgeSettings.OPERATOR_KEY_FILE.name(),
          file.toString(),
          "everyone on this machine can read the file: chmod 600 it, and change the key");
    }
  }

  private static void create(Path file) throws IOException {
    byte[] random = new byte[SIZE];
    new SecureRandom().nextBytes(random);
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, BearerToken.of(PREFIX, random).reveal() + "\n", UTF_8);
    } catch (FileAlreadyExistsException e) {
      // Another start has made it.
    }
  }
}
