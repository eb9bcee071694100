package tutti.agent;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.SignerSession;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SignedOperation;
import tutti.protocol.session.Abort;
import tutti.protocol.session.Close;
import tutti.protocol.session.ConfirmBroadcast;
import tutti.protocol.session.ReportBroadcastFailure;
import tutti.protocol.session.Retry;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionReply;

/** What an application orders its signer to say about a session. */
final class SessionOrders {
  private static final int MAX_REASON = 500;

  private final AgentContext context;
  private final SignerSession session;
  private final SessionVoice voice;

  SessionOrders(AgentContext context, SignerSession session, SessionVoice voice) {
    this.context = context;
    this.session = session;
    this.voice = voice;
  }

  CompletableFuture<SessionReply> abort(String reason) {
    return abort(null, reason);
  }

  CompletableFuture<SessionReply> abort(@Nullable ErrorCode code, String reason) {
    return say(SessionApi.ABORT, new Abort(session.id(), index(), code, shortened(reason)));
  }

  CompletableFuture<SessionReply> close() {
    return say(SessionApi.CLOSE, new Close(session.id(), index()));
  }

  CompletableFuture<SessionReply> retry() {
    return say(
        SessionApi.RETRY, new Retry(session.id(), index(), Math.addExact(session.attempt(), 1)));
  }

  CompletableFuture<SessionReply> confirm(@Nullable String reference) {
    return say(
        SessionApi.CONFIRM_BROADCAST, new ConfirmBroadcast(session.id(), index(), reference));
  }

  CompletableFuture<SessionReply> reportFailure(@Nullable String reason) {
    return say(
        SessionApi.REPORT_BROADCAST_FAILURE,
        new ReportBroadcastFailure(
            session.id(), index(), reason == null ? null : shortened(reason)));
  }

  private <B> CompletableFuture<SessionReply> say(
      SignedOperation<B, SessionReply> operation, B body) {
    return voice.say(operation, body, context.callDeadline());
  }

  private int index() {
    return session
        .request()
        .map(VerifiedRequest::signerIndex)
        .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "the session is not known"));
  }

  private static String shortened(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
  }
}
