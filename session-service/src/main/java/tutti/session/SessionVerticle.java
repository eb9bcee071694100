package tutti.session;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import tutti.protocol.session.SessionApi;
import tutti.runtime.Environment;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.state.Sweeper;
import tutti.session.domain.SessionMachine;

/** The session service: wires operations to handlers, and the sweeper to what is due. */
public final class SessionVerticle extends VerticleBase {
  private final ServiceBus bus;
  private final Sweeper sweeper;
  private final SessionHandlers handlers;
  private final SessionReads reads;

  public SessionVerticle(Environment context) {
    this.bus = context.bus();
    var sessions = context.documents(new SessionMachine());
    var aftermath = new Aftermath(context, sessions);
    this.handlers = new SessionHandlers(context, sessions, aftermath);
    this.reads = new SessionReads(sessions, context.limits());
    this.sweeper = context.sweeper(sessions, aftermath::sweep);
  }

  @Override
  public Future<?> start() {
    return Future.all(
            List.of(
                bus.serve(SessionApi.OPEN, handlers::open),
                bus.serve(SessionApi.COMMIT_NONCE.operation(), handlers::contribute),
                bus.serve(SessionApi.SHARE_NONCE.operation(), handlers::contribute),
                bus.serve(SessionApi.SHARE_PARTIAL_SIGNATURE.operation(), handlers::contribute),
                bus.serve(SessionApi.ABORT.operation(), handlers::abort),
                bus.serve(SessionApi.CLOSE.operation(), handlers::close),
                bus.serve(SessionApi.RETRY.operation(), handlers::retry),
                bus.serve(SessionApi.CONFIRM_BROADCAST.operation(), handlers::confirmBroadcast),
                bus.serve(
                    SessionApi.REPORT_BROADCAST_FAILURE.operation(),
                    handlers::reportBroadcastFailure),
                bus.serve(SessionApi.STATUS, reads::status),
                bus.serve(SessionApi.GET, reads::descriptor),
                bus.serve(SessionApi.EVENTS, reads::events),
                bus.serve(SessionApi.CONTRIBUTIONS, reads::contributions),
                bus.serve(SessionApi.EVIDENCE, reads::evidence)))
        .onSuccess(served -> sweeper.start());
  }

  @Override
  public Future<?> stop() {
    return sweeper.stop();
  }
}
