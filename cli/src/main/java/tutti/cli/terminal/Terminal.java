package tutti.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Where a command's words come from and go to: results to {@code out}, everything else to {@code
 * err}.
 *
 * @param attended whether a person reads {@code err}, and types what is read from {@code in}
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    BooleanSupplier attended) {

  private static final int LONGEST_ANSWER = 100;

  /** Control characters of both ranges, and those that reorder or hide text. */
  private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

  /** One where something is read, but nobody types. */
  public Terminal(
      InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    this(in, out, err, environment, () -> false);
  }

  /** One where nothing is read. */
  public Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {
    this(InputStream.nullInputStream(), out, err, environment);
  }

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    return new Terminal(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        System.getenv(),
        Terminal::isTyped);
  }

  /** Whether there is a person to be asked. */
  public boolean isAttended() {
    return attended.getAsBoolean();
  }

  /**
   * Asks a question; whatever is not a yes is a no, and so is what was typed before it stood there.
   */
  public boolean confirm(String question) {
    try {
      byte[] unused = in.readNBytes(in.available()); // typed ahead; terminals refuse to skip
      err.print(printable(question) + " [y/N] ");
      err.flush();
      String answer = line().strip().toLowerCase(Locale.ROOT);
      return answer.equals("y") || answer.equals("yes");
    } catch (IOException e) {
      return false;
    }
  }

  /** Says something about how it goes. */
  public void progress(String line) {
    err.println(printable(line));
  }

  /**
   * One line. Others may have written it: it must not steer the terminal, and not look like lines
   * of this program.
   */
  public static String printable(String text) {
    return STEERING.matcher(text.replace('\n', ' ')).replaceAll("?");
  }

  /** Not a character more than the line: the rest is for others. */
  private String line() throws IOException {
    var line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      if (line.length() < LONGEST_ANSWER) {
        line.append((char) next);
      }
      next = in.read();
    }
    return next < 0 ? "" : line.toString(); // an answer ends with the key that sends it
  }

  /** The JDK only tells of stdin and stdout together, and that may be a file here. */
  private static boolean isTyped() {
    try {
      return new ProcessBuilder("sh", "-c", "[ -t 0 ] && [ -t 2 ]").inheritIO().start().waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such shell
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
