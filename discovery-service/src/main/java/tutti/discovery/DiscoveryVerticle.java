package tutti.discovery;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.state.Sweeper;

/** The discovery service: who can sign. */
public final class DiscoveryVerticle extends VerticleBase {
  private final ServiceBus bus;
  private final DiscoveryHandlers handlers;
  private final Sweeper sweeper;

  public DiscoveryVerticle(ServiceContext context) {
    bus = context.bus();
    handlers = new DiscoveryHandlers(context);
    sweeper = context.sweeper(handlers.documents(), handlers::sweep);
  }

  @Override
  public Future<?> start() {
    return Future.all(
            List.of(
                bus.serve(DiscoveryApi.ADVERTISE.operation(), handlers::advertise),
                bus.serve(DiscoveryApi.WITHDRAW.operation(), handlers::withdraw),
                bus.serve(DiscoveryApi.FIND, handlers::find),
                bus.serve(DiscoveryApi.RECORD_OUTCOME, handlers::recordOutcome)))
        .onSuccess(served -> sweeper.start());
  }

  @Override
  public Future<?> stop() {
    return sweeper.stop();
  }
}
