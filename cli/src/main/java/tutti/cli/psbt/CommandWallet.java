package tutti.cli.psbt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tutti.agent.psbt.Wallet;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.psbt.Psbt;

/** A wallet that runs as a process of its own and answers in JSON lines, as psbt peer does. */
public final class CommandWallet implements Wallet, AutoCloseable {
  private final Process process;
  private final JsonLines lines;
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "tutti-wallet");
            thread.setDaemon(true);
            return thread;
          });

  private CommandWallet(Process process) {
    this.process = process;
    this.lines =
        new JsonLines(new BufferedInputStream(process.getInputStream()), process.getOutputStream());
  }

  /** Starts it; the command line is a shell's. */
  public static CommandWallet start(String command) throws IOException {
    return new CommandWallet(
        new ProcessBuilder("sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  @Override
  public CompletionStage<Psbt> ask(Question question) {
    return CompletableFuture.supplyAsync(() -> answer(question), asking);
  }

  private Psbt answer(Question question) {
    String op = question.step() == Step.NONCE ? "nonce" : "partial";
    try {
      lines.write(JsonLines.psbt(question.psbt()).put("op", op));
      ObjectNode answer = lines.read();
      if (answer == null) {
        throw Refusal.of(ErrorCode.UNAVAILABLE, "the wallet has ended");
      }
      if (answer.get("error") instanceof ObjectNode error) {
        Failure failure = Wire.readLenient(error, Failure.class);
        throw Refusal.of(failure.code(), "the wallet refuses: " + failure.message());
      }
      return question.take(Psbt.decodeBase64(JsonLines.text(answer, "psbt")));
    } catch (IOException e) {
      throw new UncheckedIOException("the wallet cannot be asked", e);
    }
  }

  /** Ends the process; what it holds in memory is gone. */
  @Override
  public void close() {
    asking.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
