package tutti.session;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import tutti.musig2.PublicNonce;
import tutti.protocol.Envelope;
import tutti.protocol.Limits;
import tutti.protocol.SessionId;
import tutti.protocol.SignedOperation;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.Abort;
import tutti.protocol.session.Close;
import tutti.protocol.session.ConfirmBroadcast;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.OpenSession;
import tutti.protocol.session.ReportBroadcastFailure;
import tutti.protocol.session.Retry;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.ShareNonce;
import tutti.runtime.Environment;
import tutti.runtime.bus.Authenticity;
import tutti.runtime.state.Documents;
import tutti.session.domain.Charter;
import tutti.session.domain.Command;
import tutti.session.domain.Contributions;
import tutti.session.domain.Outcome;
import tutti.session.domain.Session;
import tutti.session.domain.SessionOrigin;
import tutti.session.domain.SessionRules;

/**
 * One method per thing that is said: read its shape, have its signature checked, take the step,
 * answer. What the step leaves to do is done after the answer.
 */
final class SessionHandlers {
  private final Authenticity authenticity;
  private final Limits limits;
  private final Clock clock;
  private final Documents<Session, Command, Outcome> sessions;
  private final Aftermath aftermath;

  SessionHandlers(
      Environment context, Documents<Session, Command, Outcome> sessions, Aftermath aftermath) {
    this.authenticity = new Authenticity(context.bus());
    this.limits = context.limits();
    this.clock = context.clock();
    this.sessions = sessions;
    this.aftermath = aftermath;
  }

  Future<SessionReply> open(OpenSession handover) {
    var body = RequestApi.ANNOUNCE.bodyOf(handover.request());
    SessionRules rules = SessionRules.of(limits, body.optionsOrDefault());
    Charter charter = Charter.of(handover.request(), handover.joins(), SessionOrigin.FIRST, rules);
    return step(
        charter.sessionId(),
        new Command.Open(
            handover.request(), handover.joins(), SessionOrigin.FIRST, rules, clock.millis()));
  }

  /** Looking at the session first, whether it is worth checking, would cost as much as to check. */
  Future<SessionReply> contribute(Envelope envelope) {
    Contribution contribution = Contributions.parse(envelope);
    List<PublicNonce> pubnonces =
        contribution instanceof ShareNonce nonce ? nonce.pubnonces() : null;
    return authenticity
        .require(new CheckEnvelope(envelope, null, pubnonces))
        .compose(
            signed ->
                step(contribution.sessionId(), new Command.Contribute(envelope, clock.millis())));
  }

  Future<SessionReply> abort(Envelope envelope) {
    return said(envelope, SessionApi.ABORT, Abort::sessionId, Command.Abort::new);
  }

  Future<SessionReply> close(Envelope envelope) {
    return said(envelope, SessionApi.CLOSE, Close::sessionId, Command.Close::new);
  }

  Future<SessionReply> retry(Envelope envelope) {
    return said(envelope, SessionApi.RETRY, Retry::sessionId, Command.Retry::new);
  }

  Future<SessionReply> confirmBroadcast(Envelope envelope) {
    return said(
        envelope,
        SessionApi.CONFIRM_BROADCAST,
        ConfirmBroadcast::sessionId,
        Command.ConfirmBroadcast::new);
  }

  Future<SessionReply> reportBroadcastFailure(Envelope envelope) {
    return said(
        envelope,
        SessionApi.REPORT_BROADCAST_FAILURE,
        ReportBroadcastFailure::sessionId,
        Command.ReportBroadcastFailure::new);
  }

  private <B> Future<SessionReply> said(
      Envelope envelope,
      SignedOperation<B, SessionReply> operation,
      Function<B, SessionId> about,
      Statement statement) {
    SessionId id = about.apply(operation.bodyOf(envelope));
    return authenticity
        .require(envelope)
        .compose(signed -> step(id, statement.command(envelope, clock.millis())));
  }

  private Future<SessionReply> step(SessionId id, Command command) {
    return sessions
        .apply(id.hex(), command)
        .onSuccess(outcome -> aftermath.of(id, outcome))
        .map(outcome -> outcome.answer(SessionReply.class));
  }

  /** A command that carries what a participant said. */
  private interface Statement {
    Command command(Envelope envelope, long now);
  }
}
