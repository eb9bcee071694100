package tutti.cli.psbt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tutti.agent.psbt.Wallet;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.psbt.Psbt;

/**
 * A wallet that is asked by files: somebody carries {@code REQUEST-nonce-ask.psbt} to it, and
 * brings its answer back as {@code REQUEST-nonce.psbt}; the same with {@code partial}. What is
 * wrong with an answer is told beside it, and a better one may take its place.
 */
final class FolderWallet implements Wallet {
  private static final long PAUSE = 250;

  private final Path folder;
  private final Consumer<String> progress;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "tutti-wallet");
            thread.setDaemon(true);
            return thread;
          });

  private FolderWallet(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  static FolderWallet in(Path folder, Consumer<String> progress) throws IOException {
    Files.createDirectories(folder);
    return new FolderWallet(folder, progress);
  }

  @Override
  public CompletionStage<Psbt> ask(Question question) {
    String step = question.step() == Step.NONCE ? "nonce" : "partial";
    Path asked = PsbtFiles.file(folder, question.request(), step + "-ask");
    var awaited = new Awaited(question, PsbtFiles.file(folder, question.request(), step));
    PsbtFiles.write(folder, asked, question.psbt());
    progress.accept(
        "wallet: give it %s, and put what it answers into %s".formatted(asked, awaited.file));
    watch.execute(() -> look(awaited));
    return awaited.answer;
  }

  /** Nobody waits for answers any more. */
  void close() {
    watch.shutdownNow();
  }

  /** An answer that is not there yet, or was wrong. */
  private static final class Awaited {
    private final Question question;
    private final Path file;
    private final CompletableFuture<Psbt> answer = new CompletableFuture<>();
    private byte[] seen = {};
    private boolean refused;

    Awaited(Question question, Path file) {
      this.question = question;
      this.file = file;
    }

    /** True for what is there for the second time, and was not refused before. */
    boolean isNew(byte[] content) {
      boolean same = Arrays.equals(content, seen);
      refused = refused && same;
      seen = content;
      return same && !refused && content.length > 0;
    }
  }

  private void look(Awaited awaited) {
    try {
      byte[] content = Files.exists(awaited.file) ? Files.readAllBytes(awaited.file) : new byte[0];
      if (awaited.isNew(content)) {
        take(awaited, content);
      }
    } catch (IOException e) {
      progress.accept("wallet: %s cannot be read: %s".formatted(awaited.file, e));
    } catch (RuntimeException e) {
      awaited.answer.completeExceptionally(e); // a fault here, not the wallet's
    }
    if (awaited.answer.isDone()) {
      return;
    }
    if (System.currentTimeMillis() > awaited.question.deadline()) {
      awaited.answer.completeExceptionally(
          Refusal.of(ErrorCode.TIMEOUT, "the wallet gave no answer in time"));
    } else {
      ScheduledFuture<?> unused = watch.schedule(() -> look(awaited), PAUSE, TimeUnit.MILLISECONDS);
    }
  }

  private void take(Awaited awaited, byte[] content) throws IOException {
    Path told = Path.of(awaited.file + ".refused");
    try {
      awaited.answer.complete(awaited.question.take(PsbtSources.parse(content)));
      Files.deleteIfExists(told);
    } catch (Refusal refusal) {
      awaited.refused = true;
      String why =
          "%s: %s%s"
              .formatted(
                  refusal.code(),
                  refusal.field() == null ? "" : refusal.field() + ": ",
                  refusal.getMessage());
      Files.writeString(told, why + "\n", StandardCharsets.UTF_8);
      progress.accept("wallet: %s is refused: %s".formatted(awaited.file, why));
    }
  }
}
