package tutti.session.domain;

import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;

/** The only way to change a session: {@code (session, command) -> (session', outcome)}. */
public final class SessionMachine implements Machine<Session, Command, Outcome> {

  @Override
  public String map() {
    return "sessions";
  }

  @Override
  public Class<Session> documentType() {
    return Session.class;
  }

  @Override
  public Class<Command> commandType() {
    return Command.class;
  }

  @Override
  public Class<Outcome> resultType() {
    return Outcome.class;
  }

  @Override
  public Step<Session, Outcome> apply(@Nullable Session session, Command command) {
    if (session != null) {
      return command.on(session);
    }
    if (command instanceof Command.Open open) {
      return Opening.first(open);
    }
    throw Refusal.of(ErrorCode.NOT_FOUND, "no such session");
  }

  @Override
  public boolean confirms(Command command, Outcome outcome) {
    return outcome.hasAnswer() && !command.looks();
  }

  @Override
  public boolean isLasting(@Nullable Session before, Session after) {
    return Recovering.isLasting(before, after);
  }

  @Override
  public Session recovered(Session stored, long now) {
    return Recovering.recovered(stored, now);
  }
}
