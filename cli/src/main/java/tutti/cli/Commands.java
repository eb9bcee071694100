package tutti.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tutti.cli.audit.AuditCommand;
import tutti.cli.chain.ChainCommand;
import tutti.cli.command.AbortCommand;
import tutti.cli.command.AddressCommand;
import tutti.cli.command.AdvertiseCommand;
import tutti.cli.command.AnnounceCommand;
import tutti.cli.command.BenchCommand;
import tutti.cli.command.CancelCommand;
import tutti.cli.command.ChaosCommand;
import tutti.cli.command.ConfirmCommand;
import tutti.cli.command.DeclineCommand;
import tutti.cli.command.DemoCommand;
import tutti.cli.command.EvidenceCommand;
import tutti.cli.command.JoinCommand;
import tutti.cli.command.KeygenCommand;
import tutti.cli.command.RehearseCommand;
import tutti.cli.command.RequestsCommand;
import tutti.cli.command.RetryCommand;
import tutti.cli.command.RolloutCommand;
import tutti.cli.command.ServeCommand;
import tutti.cli.command.SignersCommand;
import tutti.cli.command.StatusCommand;
import tutti.cli.command.VerifyCommand;
import tutti.cli.command.WithdrawCommand;
import tutti.cli.lotus.LotusCommand;
import tutti.cli.option.Configured;
import tutti.cli.option.Texts;
import tutti.cli.psbt.PsbtCommand;
import tutti.cli.terminal.CommandGroup;
import tutti.cli.terminal.Failures;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.runtime.cluster.TuttiNode;

/** All commands, put together. */
final class Commands {
  private static final int WIDTH = 100;

  private Commands() {}

  static CommandLine line(Terminal terminal) {
    return line(terminal, member -> {});
  }

  static CommandLine line(Terminal terminal, Consumer<TuttiNode> onMember) {
    CommandLine line = new CommandLine(new Root());
    for (ReportingCommand command : all(terminal, onMember)) {
      line.addSubcommand(configured(command));
    }
    line.addSubcommand(group(new PsbtCommand(), PsbtCommand.commands(terminal)));
    line.addSubcommand(group(new LotusCommand(), LotusCommand.commands(terminal)));
    line.addSubcommand(group(new ChainCommand(), ChainCommand.commands(terminal)));
    line.addSubcommand(group(new AuditCommand(), AuditCommand.commands(terminal)));
    Texts.addTo(line);
    Failures failures = new Failures(terminal);
    return line.setUsageHelpWidth(WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  private static CommandLine group(CommandGroup group, List<ReportingCommand> commands) {
    CommandLine line = new CommandLine(group);
    commands.forEach(command -> line.addSubcommand(configured(command)));
    return line;
  }

  private static CommandLine configured(ReportingCommand command) {
    CommandLine added = new CommandLine(command);
    if (command instanceof Configured configured) {
      configured.settingOptions().addTo(added.getCommandSpec());
      added.getCommandSpec().usageMessage().sortOptions(false).abbreviateSynopsis(true);
    }
    return added;
  }

  private static List<ReportingCommand> all(Terminal terminal, Consumer<TuttiNode> onMember) {
    return List.of(
        new DemoCommand(terminal),
        new ServeCommand(terminal, onMember),
        new KeygenCommand(terminal),
        new AdvertiseCommand(terminal),
        new WithdrawCommand(terminal),
        new SignersCommand(terminal),
        new AnnounceCommand(terminal),
        new RequestsCommand(terminal),
        new JoinCommand(terminal),
        new DeclineCommand(terminal),
        new CancelCommand(terminal),
        new StatusCommand(terminal),
        new AbortCommand(terminal),
        new RetryCommand(terminal),
        new ConfirmCommand(terminal),
        new EvidenceCommand(terminal),
        new VerifyCommand(terminal),
        new AddressCommand(terminal),
        new BenchCommand(terminal),
        new ChaosCommand(terminal),
        new RolloutCommand(terminal),
        new RehearseCommand(terminal));
  }

  /** What {@code ./tutti} alone shows. */
  @Command(
      name = "tutti",
      mixinStandardHelpOptions = true,
      version = "tutti 0.1.0",
      synopsisSubcommandLabel = "COMMAND",
      description = "Brings the signers of MuSig2 (BIP327) sessions together.",
      footer = "%nEach command explains itself: tutti COMMAND --help. Start with: tutti demo")
  private static final class Root implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (spec != null) {
        throw new ParameterException(spec.commandLine(), "a command is missing");
      }
    }
  }
}
