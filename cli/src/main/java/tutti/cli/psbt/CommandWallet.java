package tutti.cli.psbt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tutti.agent.psbt.Wallet;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.psbt.Psbt;

/**
 * A wallet that runs as a process of its own and answers in JSON lines, as psbt peer does. One that
 * gives no answer in time is ended, so that others need not wait for it; the next question starts
 * it anew.
 */
public final class CommandWallet implements Wallet, AutoCloseable {
  private final String command;
  private Running running;
  private boolean closed;
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "tutti-wallet");
            thread.setDaemon(true);
            return thread;
          });

  private CommandWallet(String command) throws IOException {
    this.command = command;
    this.running = Running.of(command);
  }

  /** A process, and what it says. */
  private record Running(Process process, JsonLines lines, AtomicBoolean ended) {
    static Running of(String command) throws IOException {
      Process started =
          new ProcessBuilder("sh", "-c", command)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new Running(
          started,
          new JsonLines(
              new BufferedInputStream(started.getInputStream()), started.getOutputStream()),
          new AtomicBoolean());
    }

    /** One that was ended may live on for a moment, but answers nobody. */
    boolean isUsable() {
      return !ended.get() && process.isAlive();
    }

    void end() {
      ended.set(true);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Starts it; the command line is a shell's. */
  public static CommandWallet start(String command) throws IOException {
    return new CommandWallet(command);
  }

  @Override
  public CompletionStage<Psbt> ask(Question question) {
    return CompletableFuture.supplyAsync(() -> answer(question), asking);
  }

  private Psbt answer(Question question) {
    CompletableFuture<Void> end = CompletableFuture.completedFuture(null);
    try {
      Running wallet = running();
      end = CompletableFuture.runAsync(wallet::end, at(question.deadline()));
      return answer(question, wallet.lines());
    } catch (IOException e) {
      throw isLate(question) ? late() : Refusal.of(ErrorCode.UNAVAILABLE, "the wallet: " + e);
    } finally {
      end.cancel(false);
    }
  }

  private static Psbt answer(Question question, JsonLines lines) throws IOException {
    String op = question.step() == Step.NONCE ? "nonce" : "partial";
    lines.write(JsonLines.psbt(question.psbt()).put("op", op));
    ObjectNode answer = lines.read();
    if (answer == null) {
      throw isLate(question) ? late() : Refusal.of(ErrorCode.UNAVAILABLE, "the wallet has ended");
    }
    if (answer.get("error") instanceof ObjectNode error) {
      Failure failure = Wire.readLenient(error, Failure.class);
      throw Refusal.of(failure.code(), "the wallet refuses: " + failure.message());
    }
    return question.take(Psbt.decodeBase64(JsonLines.text(answer, "psbt")));
  }

  private synchronized Running running() throws IOException {
    if (!running.isUsable() && !closed) {
      running = Running.of(command);
    }
    return running;
  }

  private static Executor at(long deadline) {
    long left = Math.max(0, deadline - System.currentTimeMillis());
    return CompletableFuture.delayedExecutor(left, TimeUnit.MILLISECONDS);
  }

  private static boolean isLate(Question question) {
    return System.currentTimeMillis() >= question.deadline();
  }

  private static Refusal late() {
    return Refusal.of(ErrorCode.TIMEOUT, "the wallet gave no answer in time");
  }

  /** Ends the process; what it holds in memory is gone. */
  @Override
  public void close() {
    asking.shutdownNow();
    synchronized (this) {
      closed = true;
      running.end();
    }
  }
}
