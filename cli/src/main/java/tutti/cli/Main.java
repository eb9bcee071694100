package tutti.cli;

import java.util.function.Consumer;
import tutti.cli.terminal.Terminal;
import tutti.runtime.cluster.TuttiNode;

/** Entry point of {@code ./tutti}. */
public final class Main {
  private Main() {}

  /** Runs one command; its failure is the process's. */
  public static void main(String[] arguments) {
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
