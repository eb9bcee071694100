package tutti.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({"y,true", "Y,true", "' yes ',true", "'',false", "n,false", "yep,false", "y y,false"})
  void takesNothingButAYesForAYes(String answer, boolean agreed) throws IOException {
    var typed = new ByteArrayInputStream((answer + "\nrest").getBytes(StandardCharsets.UTF_8));
    var terminal = new Terminal(typed, stream, stream, Map.of(), () -> true);

    assertThat(terminal.confirm("sure\u001b?")).isEqualTo(agreed);

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("sure?? [y/N] ");
    assertThat(new String(typed.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("rest");
  }

  @Test
  void takesAnAnswerThatWasNotSentForANo() {
    var typed = new ByteArrayInputStream("y".getBytes(StandardCharsets.UTF_8));

    assertThat(new Terminal(typed, stream, stream, Map.of()).confirm("sure?")).isFalse();
    assertThat(new Terminal(stream, stream, Map.of()).isAttended()).isFalse();
  }

  @Test
  void keepsLinesAndLettersAsTheyAre() {
    assertThat(Terminal.printable("Grüße\n  zwei")).isEqualTo("Grüße\n  zwei");
  }
}
