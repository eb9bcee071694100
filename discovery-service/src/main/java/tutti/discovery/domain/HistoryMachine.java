package tutti.discovery.domain;

import org.jspecify.annotations.Nullable;
import tutti.protocol.SessionId;
import tutti.protocol.discovery.SignerRecord;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;

/** Counts outcomes, each session once. */
public final class HistoryMachine implements Machine<SignerHistory, HistoryCommand, SignerRecord> {

  @Override
  public String map() {
    return "signer-records";
  }

  @Override
  public Class<SignerHistory> documentType() {
    return SignerHistory.class;
  }

  @Override
  public Class<HistoryCommand> commandType() {
    return HistoryCommand.class;
  }

  @Override
  public Class<SignerRecord> resultType() {
    return SignerRecord.class;
  }

  @Override
  public Step<SignerHistory, SignerRecord> apply(
      @Nullable SignerHistory document, HistoryCommand command) {
    SessionId session = command.session();
    if (session == null) {
      return new Step<>(document, document == null ? SignerRecord.NONE : document.record());
    }
    SignerHistory before = document == null ? SignerHistory.NONE : document;
    SignerHistory after = before.counting(session, command.atFault());
    return new Step<>(after, after.record());
  }

  @Override
  public boolean confirms(HistoryCommand command, SignerRecord result) {
    return command.session() != null;
  }
}
