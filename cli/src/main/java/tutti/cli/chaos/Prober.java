package tutti.cli.chaos;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Operation;
import tutti.protocol.crypto.AggregateKeys;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestQuery;
import tutti.runtime.bus.ServiceBus;

/** Asks services that sessions seldom ask, all the time, so that their outages are seen too. */
final class Prober implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 100;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "tutti-chaos-probe");
            thread.setDaemon(true);
            return thread;
          });
  private final ServiceBus bus;
  private final Outages outages;
  private final PublicKey someone;
  private @Nullable ScheduledFuture<?> ticking;
  private volatile boolean closed;

  Prober(ServiceBus bus, Outages outages, PublicKey someone) {
    this.bus = bus;
    this.outages = outages;
    this.someone = someone;
  }

  void start() {
    ticking = clock.scheduleAtFixedRate(this::ask, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    ask(CryptoApi.AGGREGATE_KEYS, new AggregateKeys(List.of(someone), null, null, null));
    ask(
        DiscoveryApi.FIND,
        new SignerQuery(List.of("chaos"), null, null, null, null, null, 1, null));
    ask(RequestApi.FIND, new RequestQuery(someone, null, 1, null));
  }

  private <Q, R> void ask(Operation<Q, R> operation, Q query) {
    ask(operation, query, outages.asked(operation.address()), 1);
  }

  /** Until it is answered: that there is nobody to ask is no answer. */
  private <Q, R> void ask(Operation<Q, R> operation, Q query, Outages.Waiting waiting, int tries) {
    bus.request(operation, query)
        .onComplete(
            answer -> outages.answered(waiting, tries),
            error -> {
              if (closed) {
                outages.answered(waiting, tries); // given up
              } else {
                CompletableFuture.delayedExecutor(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> ask(operation, query, waiting, tries + 1));
              }
            });
  }

  @Override
  public void close() {
    closed = true;
    if (ticking != null) {
      ticking.cancel(false);
    }
    clock.shutdownNow();
  }
}
