package tutti.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where a command's words go: results to {@code out}, everything else to {@code err}. */
public record Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), System.getenv());
  }

  /** Says something about how it goes. */
  public void progress(String line) {
    err.println(line);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
