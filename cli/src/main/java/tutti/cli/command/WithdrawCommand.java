package tutti.cli.command;

import picocli.CommandLine.Command;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;
import tutti.protocol.discovery.WithdrawReply;

/** {@code tutti withdraw}. */
@Command(name = "withdraw", description = "Takes this signer's advertisement back.")
public final class WithdrawCommand extends KeyHolderCommand {
  public WithdrawCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    WithdrawReply reply = seat.answer(seat.speaking(signer).withdraw(), "discovery-service");
    return Report.of(reply, reply.withdrawn() ? "withdrawn" : "there was nothing to withdraw");
  }
}
