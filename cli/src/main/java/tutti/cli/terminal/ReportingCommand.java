package tutti.cli.terminal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have in common: help, {@code --json}, {@code --verbose}, and one result. */
public abstract class ReportingCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(names = "--json", description = "Print exactly one JSON object on stdout.")
  private boolean json;

  @Option(names = "--verbose", description = "Log more, on stderr.")
  private boolean verbose;

  protected ReportingCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public final Integer call() throws Exception {
    if (isMember()) {
      Logs.ofMember();
    }
    if (verbose) {
      Logs.verbose();
    }
    Report report = run();
    report.print(terminal.out(), json);
    afterwards();
    return report.failure() == null ? 0 : Failures.tell(terminal, report.failure());
  }

  /** Does what the command is for; whatever it throws is its failure. */
  protected abstract Report run() throws Exception;

  /** Whether this process stays as a member of a cluster, which somebody looks after. */
  protected boolean isMember() {
    return false;
  }

  /** What goes on after the result is out; nothing, for most. */
  protected void afterwards() throws Exception {}

  protected Terminal terminal() {
    return terminal;
  }

  protected boolean isJson() {
    return json;
  }

  protected boolean isVerbose() {
    return verbose;
  }
}
