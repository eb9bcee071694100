package tutti.session;

import io.vertx.core.Future;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.SessionId;
import tutti.protocol.session.ContributionsPage;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionDescriptor;
import tutti.protocol.session.SessionQuery;
import tutti.protocol.session.SessionStatus;
import tutti.runtime.state.Documents;
import tutti.session.domain.Command;
import tutti.session.domain.Outcome;
import tutti.session.domain.Session;
import tutti.session.domain.View;

/** One method per question. */
final class SessionReads {
  private final Documents<Session, Command, Outcome> sessions;
  private final Limits limits;

  SessionReads(Documents<Session, Command, Outcome> sessions, Limits limits) {
    this.sessions = sessions;
    this.limits = limits;
  }

  Future<SessionStatus> status(SessionQuery query) {
    return read(query.sessionId(), new Command.Read(View.STATUS), SessionStatus.class);
  }

  Future<SessionDescriptor> descriptor(SessionQuery query) {
    return read(query.sessionId(), new Command.Read(View.DESCRIPTOR), SessionDescriptor.class);
  }

  Future<EventsPage> events(EventsQuery query) {
    return read(query.sessionId(), new Command.ReadEvents(query.after()), EventsPage.class);
  }

  Future<ContributionsPage> contributions(ContributionsQuery query) {
    var command = new Command.ReadContributions(query, limits.intValue(Limit.PAGE_SIZE));
    return read(query.sessionId(), command, ContributionsPage.class);
  }

  Future<Evidence> evidence(SessionQuery query) {
    return read(query.sessionId(), new Command.Read(View.EVIDENCE), Evidence.class);
  }

  private <R> Future<R> read(SessionId id, Command command, Class<R> type) {
    return sessions.apply(id.hex(), command).map(outcome -> outcome.answer(type));
  }
}
