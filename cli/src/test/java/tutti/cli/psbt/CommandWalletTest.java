package tutti.cli.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tutti.agent.psbt.Wallet;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.transactions.psbt.Psbt;

/** A program that is asked and does not answer. */
@Timeout(60)
class CommandWalletTest {
  private static final Psbt PSBT = Psbt.decodeBase64(Fixtures.CREATED);

  @TempDir private Path folder;

  @Test
  void endsAWalletThatDoesNotAnswerInTimeAndStartsItAnew() throws Exception {
    Path answer = folder.resolve("answer");
    Files.writeString(answer, "{\"psbt\":\"%s\"}\n".formatted(PSBT.encodeBase64()));
    // The first life says nothing, the second one answers.
    String command =
        "cd '%s'; if [ -e lived ]; then cat answer; else touch lived; fi; exec sleep 300";
    try (CommandWallet wallet = CommandWallet.start(command.formatted(folder))) {
      assertRefused(wallet, System.currentTimeMillis() + 500, ErrorCode.TIMEOUT);

      assertThat(ask(wallet, System.currentTimeMillis() + 50_000).encodeBase64())
          .isEqualTo(PSBT.encodeBase64());
    }
  }

  @Test
  void saysThatAWalletHasEnded() throws Exception {
    try (CommandWallet wallet = CommandWallet.start("exit 0")) {
      assertRefused(wallet, System.currentTimeMillis() + 50_000, ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void asksNobodyAfterTheDeadline() throws Exception {
    try (CommandWallet wallet = CommandWallet.start("exec sleep 300")) {
      assertRefused(wallet, System.currentTimeMillis() - 1, ErrorCode.TIMEOUT);
    }
  }

  private static void assertRefused(CommandWallet wallet, long deadline, ErrorCode code) {
    assertThatThrownBy(() -> ask(wallet, deadline))
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static Psbt ask(CommandWallet wallet, long deadline) throws Exception {
    var request = new RequestId(Bytes.of(new byte[32]));
    var question = new Wallet.Question(request, Wallet.Step.NONCE, PSBT, deadline, reply -> {});
    return wallet.ask(question).toCompletableFuture().get(50, TimeUnit.SECONDS);
  }
}
