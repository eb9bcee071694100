package tutti.cli.option;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** What opens a key file: from a file, the environment, or a question. */
public final class Passphrase {
  private static final String VARIABLE = "TUTTI_PASSPHRASE";

  private Passphrase() {}

  /**
   * Reads it, from the first of these that there is.
   *
   * @param twice whether a mistyped one would be noticed too late
   */
  public static char[] read(@Nullable Path file, Map<String, String> environment, boolean twice)
      throws IOException {
    if (file != null) {
      return Files.readString(file).lines().findFirst().orElse("").toCharArray();
    }
    String variable = environment.get(VARIABLE);
    return variable != null ? variable.toCharArray() : asked(twice);
  }

  @SuppressWarnings("SystemConsoleNull") // newer JDKs read a pipe instead, which is as good
  private static char[] asked(boolean twice) {
    Console console = System.console();
    if (console == null) {
      throw Refusal.of(
          ErrorCode.INVALID_KEY,
          "no passphrase: give --passphrase-file or %s, or run in a terminal".formatted(VARIABLE));
    }
    char[] passphrase = ask(console, "passphrase: ");
    if (twice && !Arrays.equals(passphrase, ask(console, "again: "))) {
      throw Refusal.of(ErrorCode.INVALID_KEY, "the two passphrases differ");
    }
    return passphrase;
  }

  private static char[] ask(Console console, String prompt) {
    char[] answer = console.readPassword("%s", prompt);
    return answer == null ? new char[0] : answer;
  }
}
