package tutti.cli;

import java.security.Security;
import java.util.function.Consumer;
import tutti.cli.terminal.Terminal;
import tutti.runtime.cluster.TuttiNode;

/** Entry point of {@code ./tutti}. */
public final class Main {
  private static final String REMEMBERED_SECONDS = "1";

  private Main() {}

  /** Runs one command; its failure is the process's. */
  public static void main(String[] arguments) {
    // Members come under new addresses; by default those of a name are remembered for 30 s.
    Security.setProperty("networkaddress.cache.ttl", REMEMBERED_SECONDS);
    Security.setProperty("networkaddress.cache.negative.ttl", REMEMBERED_SECONDS);
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /** Runs one command and returns its exit code. */
  public static int run(Terminal terminal, String... arguments) {
    return run(terminal, member -> {}, arguments);
  }

  /**
   * Runs one command and returns its exit code.
   *
   * @param onMember sees the member of a cluster that {@code serve} makes of this process
   */
  public static int run(Terminal terminal, Consumer<TuttiNode> onMember, String... arguments) {
    return Commands.line(terminal, onMember).execute(arguments);
  }
}
