package tutti.cli.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tutti.agent.psbt.Wallet;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.transactions.bitcoin.ExtendedSecretKey;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.DerivedKeys;
import tutti.transactions.signing.PsbtSigner;

/** A wallet is asked once, however many processes ask for it. */
@Timeout(60)
class FolderWalletTest {
  private static final Psbt PSBT = Psbt.decodeBase64(Fixtures.CREATED);
  private static final String ONE = "11".repeat(32);
  private static final String OTHER = "22".repeat(32);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final PsbtSigner carol =
      new PsbtSigner(
          DerivedKeys.of(
              ExtendedSecretKey.parse(Fixtures.KEYS.get(0)),
              KeyOrigin.parse(Fixtures.ORIGINS.get(0))),
          Engines.bouncyCastle());

  @TempDir private Path folder;
  private FolderWallet wallet;

  @BeforeEach
  void start() throws IOException {
    wallet = FolderWallet.in(folder, told::add);
  }

  @AfterEach
  void end() {
    wallet.close();
    carol.close();
  }

  @Test
  void takesWhatAnEarlierProcessWasAnswered() throws Exception {
    assertAsked(ONE, Wallet.Step.NONCE);
    restart();
    Psbt answer = carol.withNonces(PSBT);
    answer(ONE, "nonce", answer);

    assertThat(ask(ONE, Wallet.Step.NONCE).get()).isEqualTo(answer);
    assertThat(told.take()).contains("unless it was given that before");
  }

  /** It may be another transaction's, or have signed already. */
  @Test
  void takesNothingThatWasThereBeforeTheQuestion() throws Exception {
    Psbt stale = carol.withNonces(PSBT);
    answer(ONE, "nonce", stale);
    CompletableFuture<Psbt> asked = asked(ONE, Wallet.Step.NONCE);

    Psbt fresh = carol.withNonces(PSBT);
    answer(ONE, "nonce", fresh);

    assertThat(asked.get()).isEqualTo(fresh).isNotEqualTo(stale);
    assertThat(folder.resolve(ONE + "-nonce.psbt.stale")).exists();
  }

  @Test
  void takesNoNoncesThatTheWalletWasAskedToUse() throws Exception {
    assertAsked(ONE, Wallet.Step.NONCE);
    answer(ONE, "nonce", carol.withNonces(PSBT));
    assertAsked(ONE, Wallet.Step.PARTIAL);
    restart();

    assertRefused(ask(ONE, Wallet.Step.NONCE), ErrorCode.NONCE_LOST);
    assertRefused(ask(ONE, Wallet.Step.PARTIAL), ErrorCode.NONCE_LOST);
    assertThat(told).isEmpty();
  }

  /** Wallets of 31.x releases end when they are asked for the same nonces again. */
  @Test
  void asksForNoNoncesThatAnotherRequestWaitsFor() throws Exception {
    assertAsked(ONE, Wallet.Step.NONCE);
    restart();

    assertRefused(ask(OTHER, Wallet.Step.NONCE), ErrorCode.CONFLICT);
    assertThat(told.take()).contains(ONE + "-nonce-ask.psbt");

    Files.delete(folder.resolve(ONE + "-nonce-ask.psbt")); // the wallet has forgotten them
    assertAsked(OTHER, Wallet.Step.NONCE);
  }

  @Test
  void asksAgainForWhatWasSigned() throws Exception {
    assertAsked(ONE, Wallet.Step.NONCE);
    assertAsked(ONE, Wallet.Step.PARTIAL);
    Files.writeString(folder.resolve("33".repeat(32) + "-nonce-ask.psbt"), "no question");
    restart();

    assertAsked(OTHER, Wallet.Step.NONCE);
  }

  /** What the agent says of it, everybody hears. */
  @Test
  void saysNothingOfTheMachineThatOthersHear() throws Exception {
    Files.delete(folder);

    assertRefused(ask(ONE, Wallet.Step.NONCE), ErrorCode.UNAVAILABLE);
    assertThat(told.take()).contains(folder.toString());
  }

  private void restart() throws IOException {
    wallet.close();
    told.clear();
    start();
  }

  /** Asked, and told so. */
  private CompletableFuture<Psbt> asked(String request, Wallet.Step step) throws Exception {
    CompletableFuture<Psbt> answer = ask(request, step);
    assertThat(told.poll(50, TimeUnit.SECONDS)).contains(request).contains("-ask.psbt, and put");
    return answer;
  }

  private void assertAsked(String request, Wallet.Step step) throws Exception {
    assertThat(asked(request, step)).isNotDone();
  }

  private CompletableFuture<Psbt> ask(String request, Wallet.Step step) {
    long deadline = System.currentTimeMillis() + 50_000;
    var id = new RequestId(Bytes.fromHex(request));
    return wallet
        .ask(new Wallet.Question(id, step, PSBT, deadline, reply -> {}))
        .toCompletableFuture();
  }

  private void answer(String request, String step, Psbt psbt) {
    PsbtFiles.write(folder, folder.resolve(request + "-" + step + ".psbt"), psbt);
  }

  private void assertRefused(CompletableFuture<Psbt> answer, ErrorCode code) {
    assertThatThrownBy(answer::get)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.getMessage()).doesNotContain(folder.toString());
            });
  }
}
