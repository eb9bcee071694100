package tutti.request;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import tutti.protocol.request.RequestApi;
import tutti.request.store.ClusterRequestIndex;
import tutti.request.store.RequestIndex;
import tutti.runtime.Environment;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.state.Sweeper;

/** The request service: what is to be signed, and who joins. */
public final class RequestVerticle extends VerticleBase {
  private final ServiceBus bus;
  private final RequestHandlers handlers;
  private final Sweeper sweeper;

  public RequestVerticle(ServiceContext context) {
    this(context, new ClusterRequestIndex(context.vertx(), context.hazelcast()));
  }

  /** With an index of one's own. */
  public RequestVerticle(Environment context, RequestIndex index) {
    bus = context.bus();
    handlers = new RequestHandlers(context, index);
    sweeper = context.sweeper(handlers.documents(), handlers::sweep);
  }

  @Override
  public Future<?> start() {
    sweeper.start();
    return Future.all(
        List.of(
            bus.serve(RequestApi.ANNOUNCE.operation(), handlers::announce),
            bus.serve(RequestApi.JOIN.operation(), handlers::join),
            bus.serve(RequestApi.DECLINE.operation(), handlers::decline),
            bus.serve(RequestApi.CANCEL.operation(), handlers::cancel),
            bus.serve(RequestApi.END, handlers::end),
            bus.serve(RequestApi.GET, handlers::view),
            bus.serve(RequestApi.FIND, handlers::find)));
  }

  @Override
  public Future<?> stop() {
    return sweeper.stop();
  }
}
