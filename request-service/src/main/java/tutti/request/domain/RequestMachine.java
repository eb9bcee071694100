package tutti.request.domain;

import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;

/** The state machine of signing requests; each command knows its transition. */
public final class RequestMachine
    implements Machine<RequestDocument, RequestCommand, RequestOutcome> {

  @Override
  public String map() {
    return "signing-requests";
  }

  @Override
  public Class<RequestDocument> documentType() {
    return RequestDocument.class;
  }

  @Override
  public Class<RequestCommand> commandType() {
    return RequestCommand.class;
  }

  @Override
  public Class<RequestOutcome> resultType() {
    return RequestOutcome.class;
  }

  @Override
  public Step<RequestDocument, RequestOutcome> apply(
      @Nullable RequestDocument document, RequestCommand command) {
    return command.applyTo(document);
  }

  @Override
  public boolean confirms(RequestCommand command, RequestOutcome outcome) {
    return outcome.view() == null && outcome.reply() != null && outcome.reply().repeated();
  }

  @Override
  public boolean isLasting(@Nullable RequestDocument before, RequestDocument after) {
    return before == null || after.differsLastingly(before);
  }
}
