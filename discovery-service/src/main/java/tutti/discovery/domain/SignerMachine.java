package tutti.discovery.domain;

import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;

/** The state machine of advertisements; each command knows its transition. */
public final class SignerMachine implements Machine<SignerDocument, SignerCommand, SignerOutcome> {
  /** Searched directly, so its name is known outside. */
  public static final String MAP = "signer-advertisements";

  @Override
  public String map() {
    return MAP;
  }

  @Override
  public Class<SignerDocument> documentType() {
    return SignerDocument.class;
  }

  @Override
  public Class<SignerCommand> commandType() {
    return SignerCommand.class;
  }

  @Override
  public Class<SignerOutcome> resultType() {
    return SignerOutcome.class;
  }

  @Override
  public Step<SignerDocument, SignerOutcome> apply(
      @Nullable SignerDocument document, SignerCommand command) {
    return command.applyTo(document);
  }

  @Override
  public boolean confirms(SignerCommand command, SignerOutcome outcome) {
    return command instanceof SignerCommand.Advertise || command instanceof SignerCommand.Withdraw;
  }

  @Override
  public boolean isLasting(@Nullable SignerDocument before, SignerDocument after) {
    return before == null || after.differsLastingly(before);
  }
}
