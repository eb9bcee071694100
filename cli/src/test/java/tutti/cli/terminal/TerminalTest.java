package tutti.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
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
    var typed = typed("", answer + "\nrest");
    var terminal = new Terminal(typed, stream, stream, Map.of(), () -> true);

    assertThat(terminal.confirm("sure\u001b?")).isEqualTo(agreed);

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("sure?? [y/N] ");
    assertThat(new String(typed.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("rest");
  }

  @Test
  void takesAnAnswerThatWasNotSentForANo() {
    assertThat(new Terminal(typed("", "y"), stream, stream, Map.of()).confirm("sure?")).isFalse();
    assertThat(new Terminal(stream, stream, Map.of()).isAttended()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"n,false", "y,true"})
  void takesNoAnswerThatWasTypedBeforeTheQuestion(String answer, boolean agreed) {
    var terminal =
        new Terminal(typed("y\n\ny\n", answer + "\n"), stream, stream, Map.of(), () -> true);

    assertThat(terminal.confirm("sure?")).isEqualTo(agreed);
  }

  @Test
  void keepsLettersAsTheyAreAndMakesNoSecondLine() {
    assertThat(Terminal.printable("Grüße\n  pays      1 sat")).isEqualTo("Grüße   pays      1 sat");
  }

  /** What was typed before anybody asked, and after; terminals skip nothing. */
  private static InputStream typed(String before, String after) {
    return new SequenceInputStream(
        new ByteArrayInputStream(before.getBytes(StandardCharsets.UTF_8)),
        new ByteArrayInputStream(after.getBytes(StandardCharsets.UTF_8))) {
      @Override
      public long skip(long count) throws IOException {
        throw new IOException("Illegal seek");
      }
    };
  }
}
