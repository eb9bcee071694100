package tutti.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tutti.protocol.json.Wire;

class TerminalTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void passesNothingOnThatSteersTheTerminal() {
    new Terminal(stream, stream, Map.of()).progress("a\u001b[2Jb\rc\u009bd\u202ee");

    assertThat(bytes.toString(StandardCharsets.UTF_8).strip()).isEqualTo("a?[2Jb?c?d?e");
  }

  @Test
  void reportsNothingThatSteersTheTerminal() {
    var report =
        new Report(Wire.mapper().createObjectNode(), List.of("no \u001b]0;x\u0007 thanks"));

    report.print(stream, false);

    assertThat(bytes.toString(StandardCharsets.UTF_8).strip()).isEqualTo("no ?]0;x? thanks");
  }

  @Test
  void keepsLinesAndLettersAsTheyAre() {
    assertThat(Terminal.printable("Grüße\n  zwei")).isEqualTo("Grüße\n  zwei");
  }
}
