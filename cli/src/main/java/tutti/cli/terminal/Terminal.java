package tutti.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a command's words come from and go to: results to {@code out}, everything else to {@code
 * err}.
 */
public record Terminal(
    InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {

  /** Control characters of both ranges, and those that reorder or hide text. */
  private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\n]]");

  /** A terminal where nobody types. */
  public Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {
    this(InputStream.nullInputStream(), out, err, environment);
  }

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    return new Terminal(
        System.in, stream(FileDescriptor.out), stream(FileDescriptor.err), System.getenv());
  }

  /** Says something about how it goes. */
  public void progress(String line) {
    err.println(printable(line));
  }

  /** Others may have written it: it must not steer the terminal, whose lines stay as they are. */
  public static String printable(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
