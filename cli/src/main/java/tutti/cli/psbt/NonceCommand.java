package tutti.cli.psbt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.cli.Main;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.transactions.psbt.Psbt;

/** {@code tutti psbt nonce}. */
@Command(
    name = "nonce",
    description = {
      "Adds a participant's nonces to a PSBT.",
      "",
      "The secret halves stay in a process that this command leaves behind; they are never written"
          + " anywhere. tutti psbt sign asks that process, which uses each once and ends. If it ends"
          + " before, begin again with a PSBT that does not have the nonces.",
      "",
      "Shows on stderr what the PSBT does, as tutti psbt inspect does."
    })
final class NonceCommand extends ReportingCommand {
  @Mixin private PsbtSources sources = new PsbtSources();

  @Mixin private ParticipantKeyOptions keyOptions = new ParticipantKeyOptions();

  @Mixin private NonceSockets sockets = new NonceSockets();

  @Mixin private PsbtInspection.Style style = new PsbtInspection.Style();

  @Option(
      names = "--hold",
      paramLabel = "TIME",
      description = "How long the nonces wait to be used, such as 10m (1h).")
  private Duration hold = Duration.ofHours(1);

  NonceCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws IOException {
    Psbt psbt = sources.read(terminal().in());
    style.tell(psbt, terminal());
    ObjectNode order = JsonLines.psbt(psbt);
    order.put("passphrase", new String(keyOptions.passphrase(terminal().environment())));
    Path folder = sockets.folder(terminal().environment());
    Process process = start(folder);
    JsonLines lines =
        new JsonLines(new BufferedInputStream(process.getInputStream()), process.getOutputStream());
    lines.write(order);
    Psbt answered = NonceSockets.answered(lines.read());
    terminal().progress("process %d holds the secret nonces".formatted(process.pid()));
    return PsbtReport.of(answered);
  }

  private Process start(Path folder) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "psbt",
            "hold",
            "--json",
            "--key=" + keyOptions.file().toAbsolutePath(),
            "--nonce-folder=" + folder.toAbsolutePath(),
            "--hold=%dms".formatted(hold.toMillis()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
