package tutti.cli.command;

import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tutti.cli.option.AdvertisementOptions;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;
import tutti.protocol.discovery.AdvertiseReply;

/** {@code tutti advertise}. */
@Command(name = "advertise", description = "Tells everybody what this signer takes part in.")
public final class AdvertiseCommand extends KeyHolderCommand {
  @Mixin private AdvertisementOptions options = new AdvertisementOptions();

  public AdvertiseCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    var advertisement = options.advertisement(System.currentTimeMillis());
    AdvertiseReply reply =
        seat.answer(seat.speaking(signer).advertise(advertisement), "discovery-service");
    return Report.of(
        reply,
        "advertised  " + reply.publicKey().hex(),
        "until       " + Instant.ofEpochMilli(reply.expiresAt()));
  }
}
