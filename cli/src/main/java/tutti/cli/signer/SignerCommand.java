package tutti.cli.signer;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.cli.option.Configured;
import tutti.cli.option.GatewayOptions;
import tutti.cli.option.SettingOptions;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.runtime.config.Settings;

/** A command that needs running services. */
public abstract class SignerCommand extends ReportingCommand implements Configured {
  private final SettingOptions settingOptions = SettingOptions.ofSigner();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "15s",
      description = "How long to look for the services, and for each answer (${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(15);

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  protected SignerCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public final SettingOptions settingOptions() {
    return settingOptions;
  }

  /** Takes a seat at the gateway that was given, or at the cluster that the settings name. */
  protected Seat takeSeat() throws Exception {
    Map<String, String> defaults =
        Map.of(
            // Nobody sends requests here; there is nothing to hand over.
            Settings.DRAIN_TIME.name(), "1ms",
            Settings.JOIN_TIMEOUT.name(), String.valueOf(timeout.toMillis()),
            Settings.REQUEST_TIMEOUT.name(), String.valueOf(timeout.toMillis()));
    Settings settings = settingOptions.load(terminal().environment(), defaults);
    if (gateway.url().isPresent()) {
      return new Seat(
          new ThroughGateway(settings, timeout, gateway.url().get(), gateway.client()),
          new Waiting(terminal()),
          timeout);
    }
    return Seat.take(settings.with(Settings.ROLE, "lite"), timeout, terminal());
  }

  /** What is to be done there. */
  protected abstract Report act(Seat seat) throws Exception;

  @Override
  protected final Report run() throws Exception {
    check();
    try (Seat seat = takeSeat()) {
      return act(seat);
    }
  }

  /** Refuses what can be refused before anyone is asked; nothing, for most. */
  protected void check() throws Exception {}
}
