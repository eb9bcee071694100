package tutti.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tutti.cli.terminal.Terminal;
import tutti.protocol.json.Wire;

/** One command that was run in this process, and what came of it. */
public record Run(int exitCode, String out, String err) {

  public static Run of(String... arguments) {
    return with(Map.of(), arguments);
  }

  /** A command that reads something from stdin. */
  public static Run reading(String stdin, String... arguments) {
    return run(stdin, Map.of(), arguments);
  }

  public static Run with(Map<String, String> environment, String... arguments) {
    return run("", environment, arguments);
  }

  /** A command that somebody at a terminal answers. */
  public static Run typing(String answers, Map<String, String> environment, String... arguments) {
    return run(answers, true, environment, arguments);
  }

  private static Run run(String stdin, Map<String, String> environment, String... arguments) {
    return run(stdin, false, environment, arguments);
  }

  private static Run run(
      String stdin, boolean attended, Map<String, String> environment, String... arguments) {
    var in = new AnswersOnly(stdin);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal = new Terminal(in, stream(out), stream(err), environment, () -> attended);
    int exitCode = Main.run(terminal, arguments);
    return new Run(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The one JSON object that all of stdout is. */
  public JsonNode json() {
    try {
      return Wire.mapper().readTree(out); // refuses a second one
    } catch (IOException e) {
      throw new UncheckedIOException("not one JSON object: " + out, e);
    }
  }

  /** Nothing is there before it is asked for, as with somebody who types. */
  private static final class AnswersOnly extends ByteArrayInputStream {
    AnswersOnly(String text) {
      super(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized int available() {
      return 0;
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
