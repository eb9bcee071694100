package tutti.cli.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tutti.agent.AgentEvent;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;

class SigningTraceTest {
  private static final RequestId REQUEST = new RequestId(Bytes.fromHex("ab".repeat(32)));

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
  private final SigningTrace trace = new SigningTrace(new Terminal(stream, stream, Map.of()));

  @Test
  void saysWhatIsPassedOver() {
    trace.on(new AgentEvent.PassedOver(REQUEST, 900_000));

    assertThat(told()).startsWith("passed over request " + REQUEST.hex() + " of 900000 bytes");
  }

  @Test
  void makesOneLineOfWhatServicesSay() {
    trace.on(
        new AgentEvent.Unheard(
            null, "join", ErrorCode.UNAVAILABLE, "later\n  pays      1 sat to you"));

    assertThat(told().lines()).hasSize(1);
    assertThat(told()).startsWith("not heard: join: UNAVAILABLE: later");
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }
}
