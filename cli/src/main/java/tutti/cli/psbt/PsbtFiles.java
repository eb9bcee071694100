package tutti.cli.psbt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.Consumer;
import tutti.agent.AgentEvent;
import tutti.agent.AgentListener;
import tutti.protocol.RequestId;
import tutti.transactions.psbt.Psbt;

/** Keeps what each round of a session has added to its PSBT, one file after each. */
final class PsbtFiles implements AgentListener {
  private final Path folder;
  private final Consumer<String> progress;

  private PsbtFiles(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  static PsbtFiles in(Path folder, Consumer<String> progress) throws IOException {
    Files.createDirectories(folder);
    return new PsbtFiles(folder, progress);
  }

  @Override
  public void on(AgentEvent event) {
    if (event instanceof AgentEvent.PsbtAdvanced advanced) {
      String step = advanced.step().name().toLowerCase(Locale.ROOT).replace('_', '-');
      Path file = file(folder, advanced.requestId(), step);
      write(folder, file, advanced.psbt());
      progress.accept("wrote " + file);
    }
  }

  /** Where a PSBT of a request is. */
  static Path file(Path folder, RequestId request, String step) {
    return folder.resolve("%s-%s.psbt".formatted(request.hex(), step));
  }

  /** Writes a PSBT as base64. Whoever reads the file finds all of it, or none. */
  static void write(Path folder, Path file, Psbt psbt) {
    try {
      Path part = Files.createTempFile(folder, ".psbt", ".part");
      Files.writeString(part, psbt.encodeBase64() + "\n", StandardCharsets.US_ASCII);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
