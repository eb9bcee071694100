package tutti.cli.chaos;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import tutti.agent.Agent;
import tutti.musig2.Bytes;
import tutti.musig2.SecretKey;
import tutti.protocol.RequestId;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.bus.ServiceBus;

/**
 * Two signers who never agree, while others do: one request after the other is declined or
 * cancelled, and each time the price changes. All that is acknowledged must be found again.
 */
final class Dissent implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 500;

  private final List<SecretKey> secrets = List.of(SecretKey.generate(), SecretKey.generate());
  private final List<Agent> agents = new ArrayList<>();
  private final Party.Stage stage;
  private final SecureRandom random = new SecureRandom();
  private final Map<RequestId, RequestState> ends = new ConcurrentHashMap<>();
  private volatile CompletableFuture<?> latest = CompletableFuture.completedFuture(true);
  private volatile long price;
  private volatile boolean stopped;

  private Dissent(Party.Stage stage) {
    this.stage = stage;
  }

  /** Starts the signers; they are silent until {@link #begin}. */
  static Dissent of(Party.Stage stage) throws ExecutionException, InterruptedException {
    Dissent dissent = new Dissent(stage);
    for (SecretKey secret : dissent.secrets) {
      dissent.agents.add(
          Load.await(
              Agent.builder(stage.seats().seat(secret))
                  .key(secret)
                  .engine(stage.engine())
                  .policy(proposed -> new CompletableFuture<>())
                  .limits(stage.limits())
                  .callDeadline(stage.patience())
                  .start()));
    }
    return dissent;
  }

  void begin() {
    next(1);
  }

  void stop() {
    stopped = true;
  }

  /** How much was acknowledged. */
  int acknowledged() {
    return ends.size() + (price > 0 ? 1 : 0);
  }

  private void next(long number) {
    if (!stopped) {
      latest = differ(number).whenComplete((done, error) -> later(number + 1));
    }
  }

  private void later(long number) {
    CompletableFuture.delayedExecutor(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)
        .execute(() -> next(number));
  }

  /** What is refused, since the cluster is not whole, was not acknowledged. */
  private CompletableFuture<?> differ(long number) {
    return agents
        .get(0)
        .announce(request())
        .thenCompose(handle -> end(handle.requestId(), number % 2 == 0))
        .thenCompose(ended -> agents.get(0).advertise(advertisement(number)))
        .thenAccept(advertised -> price = number);
  }

  private CompletableFuture<?> end(RequestId id, boolean cancelled) {
    return cancelled
        ? agents.get(0).cancel(id, "no").thenAccept(r -> ends.put(id, RequestState.CANCELLED))
        : agents.get(1).decline(id, "no").thenAccept(r -> ends.put(id, RequestState.DECLINED));
  }

  private SigningRequest request() {
    byte[] message = new byte[32];
    random.nextBytes(message);
    return SigningRequest.by(
            secrets.get(0).publicKey(), secrets.stream().map(SecretKey::publicKey).toList())
        .items(List.of(SigningItem.of(Bytes.of(message))))
        .expiresAt(expiresAt())
        .build();
  }

  private Advertisement advertisement(long fee) {
    return new Advertisement(List.of("dissent"), null, null, fee, expiresAt(), null);
  }

  private long expiresAt() {
    return System.currentTimeMillis() + stage.life().toMillis();
  }

  /** Looks for all of it, and says what is missing. */
  List<String> readBack(ServiceBus bus) {
    Queue<String> missing = new ConcurrentLinkedQueue<>();
    List<Future<?>> reads = new ArrayList<>();
    ends.forEach(
        (id, end) ->
            reads.add(
                bus.request(RequestApi.GET, new GetRequest(id))
                    .onSuccess(view -> expect(missing, end, view.state(), id.hex()))
                    .onFailure(error -> missing.add("%s: %s".formatted(id.hex(), error)))));
    SignerQuery mine =
        new SignerQuery(null, null, null, List.of(agents.get(0).publicKey()), null, null, 1, null);
    if (price > 0) {
      reads.add(
          bus.request(DiscoveryApi.FIND, mine)
              .onSuccess(found -> expect(missing, price, fee(found), "advertisement"))
              .onFailure(error -> missing.add("advertisement: " + error)));
    }
    CompletableFuture<Boolean> all = new CompletableFuture<>();
    Future.join(reads).onComplete(done -> all.complete(true));
    all.join();
    return List.copyOf(missing);
  }

  private static long fee(SignerPage page) {
    return page.signers().isEmpty()
        ? 0
        : page.signers().get(0).advertisement().body().path("fee").asLong();
  }

  private static void expect(
      Queue<String> missing, Object acknowledged, Object found, String where) {
    if (!Objects.equals(acknowledged, found)) {
      missing.add("%s: %s was acknowledged, but it is %s".formatted(where, acknowledged, found));
    }
  }

  @Override
  public void close() {
    stopped = true;
    latest.cancel(false);
    agents.forEach(Agent::close);
    secrets.forEach(SecretKey::close);
  }
}
