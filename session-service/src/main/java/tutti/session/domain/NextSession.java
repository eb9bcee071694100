package tutti.session.domain;

import java.util.List;
import tutti.protocol.Envelope;
import tutti.protocol.SessionId;

/** The next attempt of a session: what it takes to open it. */
public record NextSession(
    SessionId sessionId,
    Envelope request,
    List<Envelope> joins,
    SessionOrigin origin,
    SessionRules rules) {
  public NextSession {
    joins = List.copyOf(joins);
  }

  public Command.Open open(long now) {
    return new Command.Open(request, joins, origin, rules, now);
  }
}
