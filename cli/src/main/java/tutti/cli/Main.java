package tutti.cli;

import tutti.cli.terminal.Terminal;

/** Entry point of {@code ./tutti}. */
public final class Main {
  private Main() {}

  /** Runs one command; its failure is the process's. */
  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /** Runs one command and returns its exit code. */
  public static int run(Terminal terminal, String... arguments) {
    return Commands.line(terminal).execute(arguments);
  }
}
