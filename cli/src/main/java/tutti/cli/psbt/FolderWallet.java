package tutti.cli.psbt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
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
 *
 * <p>The files stay: whoever asks later, in another process too, finds there what the wallet was
 * asked, and does not ask it again.
 */
final class FolderWallet implements Wallet {
  private static final long PAUSE = 250;

  private final WalletFolder folder;
  private final Consumer<String> progress;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "tutti-wallet");
            thread.setDaemon(true);
            return thread;
          });

  private FolderWallet(WalletFolder folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  static FolderWallet in(Path folder, Consumer<String> progress) throws IOException {
    Files.createDirectories(folder);
    return new FolderWallet(new WalletFolder(folder), progress);
  }

  @Override
  public CompletionStage<Psbt> ask(Question question) {
    var awaited = new Awaited(question, folder.answer(question));
    watch.execute(() -> begin(awaited));
    return awaited.answer;
  }

  private void begin(Awaited awaited) {
    try {
      folder.requireUnsigned(awaited.question.request());
      if (awaited.question.step() == Step.NONCE) {
        requireFirst(awaited.question);
      }
      boolean known = folder.ask(awaited.question);
      progress.accept(
          "wallet: give it %s%s, and put what it answers into %s"
              .formatted(
                  folder.asked(awaited.question),
                  known ? ", unless it was given that before" : "",
                  awaited.file));
      look(awaited);
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      progress.accept("wallet: the folder cannot be used: " + e);
      awaited.answer.completeExceptionally(
          Refusal.of(ErrorCode.UNAVAILABLE, "the wallet cannot be asked"));
    } catch (RuntimeException e) {
      awaited.answer.completeExceptionally(e);
    }
  }

  /** Others hear that there was no answer, but not what lies where. */
  private void requireFirst(Question question) throws IOException {
    Optional<Path> elsewhere = folder.askedElsewhere(question);
    if (elsewhere.isPresent()) {
      progress.accept(
          "wallet: it was asked for its nonces of this transaction by %s; retry that request, or"
                  .formatted(elsewhere.get())
              + " remove the file if the wallet has forgotten them, as when it was unloaded");
      throw Refusal.of(
          ErrorCode.CONFLICT,
          "the wallet was asked for its nonces of this transaction by another request");
    }
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
