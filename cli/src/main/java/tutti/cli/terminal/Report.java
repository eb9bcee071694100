package tutti.cli.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Failure;
import tutti.protocol.json.Wire;

/**
 * A command's result.
 *
 * @param json the whole of it, for programs
 * @param lines the gist of it, for people
 * @param failure what went wrong, where the result tells of some success too
 */
public record Report(ObjectNode json, List<String> lines, @Nullable Failure failure) {
  public Report {
    lines = List.copyOf(lines);
  }

  public Report(ObjectNode json, List<String> lines) {
    this(json, lines, null);
  }

  /** A record of the contract as it is, and lines about it. */
  public static Report of(Object json, String... lines) {
    return new Report(Wire.tree(json), List.of(lines));
  }

  /** Prints one JSON object, or the lines. */
  public void print(PrintStream out, boolean asJson) {
    if (asJson) {
      out.println(new String(Wire.write(json), StandardCharsets.UTF_8));
    } else {
      lines.forEach(line -> out.println(Terminal.printable(line)));
    }
  }
}
