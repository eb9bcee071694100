package tutti.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

class WaitingTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Waiting waiting = new Waiting(new Terminal(stream(), stream(), Map.of()));

  @Test
  void saysNothingAboutWhatIsThereAlready() throws Exception {
    var done = CompletableFuture.completedFuture("result");

    assertThat(waiting.until(done, Duration.ofMinutes(1), "it")).isEqualTo("result");
    assertThat(err.size()).isZero();
  }

  @Test
  void givesUpAndNamesWhatItWaitedFor() {
    assertThatThrownBy(
            () -> waiting.until(new CompletableFuture<>(), Duration.ofMillis(5), "the moon"))
        .isInstanceOf(Refusal.class)
        .hasMessage("waited 5 ms for the moon")
        .extracting(error -> ((Refusal) error).code())
        .isEqualTo(ErrorCode.TIMEOUT);
  }

  @Test
  void passesAFailureOn() {
    var failed = CompletableFuture.failedFuture(new IllegalStateException("no"));

    assertThatThrownBy(() -> waiting.until(failed, Duration.ofMinutes(1), "it"))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no");
  }

  private PrintStream stream() {
    return new PrintStream(err, true, StandardCharsets.UTF_8);
  }
}
