package tutti.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Options of the commands that run many services and signers to see what these do in trouble. */
final class ProcessOptions {
  @Option(
      names = "--thinking",
      paramLabel = "TIME",
      defaultValue = "4s",
      description = "The longest that a signer takes to agree (${DEFAULT-VALUE}).")
  private Duration thinking = Duration.ZERO;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long a signer asks again before it gives up (${DEFAULT-VALUE}).")
  private Duration patience = Duration.ZERO;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Largest heap of each process (512m with chaos, 256m with rollout).")
  private @Nullable String heap;

  @Option(
      names = "--jvm-flag",
      paramLabel = "FLAG",
      description = "A flag for the JVM of each process; may be repeated.")
  private List<String> jvmFlags = new ArrayList<>();

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = "Where the processes write what they have to say (a new directory).")
  private @Nullable Path logs;

  Duration thinking() {
    return thinking;
  }

  Duration patience() {
    return patience;
  }

  /** For the JVM of each process. */
  List<String> flags(String usualHeap) {
    String size = heap == null ? usualHeap : heap;
    if (!size.matches("[0-9]+[kmg]")) {
      throw Refusal.of(ErrorCode.MALFORMED, "--heap: such as " + usualHeap);
    }
    List<String> flags = new ArrayList<>(List.of("-Xmx" + size));
    flags.addAll(jvmFlags);
    return flags;
  }

  /** Where the processes write, made if it is not there. */
  Path directory(String purpose) throws IOException {
    return logs == null
        ? Files.createTempDirectory("tutti-" + purpose)
        : Files.createDirectories(logs.toAbsolutePath());
  }
}
