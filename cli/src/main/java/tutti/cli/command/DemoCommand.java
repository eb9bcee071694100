package tutti.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.cli.demo.Demo;
import tutti.cli.option.EngineOption;
import tutti.cli.option.ItemOptions;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.musig2.Bytes;
import tutti.musig2.EngineChoice;
import tutti.musig2.TaggedHash;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** {@code tutti demo}. */
@Command(
    name = "demo",
    description = {
      "Shows a whole signing: starts the four services in this process, on a cluster of their own,"
          + " and some signers, and tells what each of them does.",
      "Needs nothing that runs, and leaves nothing behind."
    })
public final class DemoCommand extends ReportingCommand {
  private static final int MOST = 1_000;

  @Option(
      names = "--signers",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many signers (${DEFAULT-VALUE}).")
  private int signers = 3;

  @Option(
      names = "--items",
      paramLabel = "M",
      description = "How many messages; those not given are made up (1).")
  private @Nullable Integer items;

  @Mixin private ItemOptions given = new ItemOptions();
  @Mixin private EngineOption engine = new EngineOption();

  public DemoCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws Exception {
    if (signers < 1 || signers > MOST) {
      throw Refusal.of(ErrorCode.MALFORMED, "--signers must be between 1 and " + MOST);
    }
    List<Bytes> messages = messages();
    var waiting = new Waiting(terminal());
    var timeline = isJson() ? terminal().err() : terminal().out();
    boolean silent = isJson() && !isVerbose();
    EngineChoice choice = engine.choice(terminal().environment());
    return new Demo(waiting, silent ? Demo.silence() : timeline, choice)
        .run(signers, messages)
        .report();
  }

  private List<Bytes> messages() throws Exception {
    List<Bytes> messages = new ArrayList<>(given.read());
    int count = items == null ? Math.max(1, messages.size()) : items;
    if (count < Math.max(1, messages.size()) || count > MOST) {
      throw Refusal.of(
          ErrorCode.MALFORMED,
          "--items must be at least 1 and the number of messages given, and at most " + MOST);
    }
    while (messages.size() < count) {
      String text = "tutti demo, item " + messages.size();
      messages.add(
          TaggedHash.sha256(Bytes.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }
    return messages;
  }
}
