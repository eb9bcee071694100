package tutti.cli.rollout;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tutti.cli.serve.Service;

/**
 * The address of all gateways together. New connections go to one of those that are ready and were
 * not told to stop, as far as that is known: it is looked at now and then, as Kubernetes does.
 */
final class Entrance implements AutoCloseable {
  private static final long LOOK_MILLIS = 1_000;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final NetServer server;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile List<SocketAddress> ready = List.of();

  private Entrance() {
    server = vertx.createNetServer().connectHandler(this::meet);
  }

  /** Lets connections in at this address; there is nowhere to go yet. */
  static CompletionStage<Entrance> at(String host) {
    Entrance entrance = new Entrance();
    return entrance.server.listen(0, host).map(entrance).toCompletionStage();
  }

  /** Who this is to clients, of whom each gateway has to know it. */
  URI origin(String host) {
    return URI.create("http://%s:%d".formatted(host, server.actualPort()));
  }

  /** From now on these are the gateways. */
  void leadTo(Pods pods) {
    var ignored =
        clock.scheduleWithFixedDelay(() -> look(pods), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look(Pods pods) {
    ready =
        pods.of(Service.GATEWAY).stream()
            .filter(pod -> !pod.isTold() && pod.answersReady())
            .map(pod -> SocketAddress.inetSocketAddress(pod.port("TUTTI_HTTP_PORT"), pod.address()))
            .toList();
  }

  private void meet(NetSocket guest) {
    List<SocketAddress> known = ready;
    if (known.isEmpty()) {
      var ignored = guest.close();
      return;
    }
    guest.pause();
    client
        .connect(known.get(ThreadLocalRandom.current().nextInt(known.size())))
        .onSuccess(
            gateway -> {
              pipe(guest, gateway);
              pipe(gateway, guest);
            })
        .onFailure(refused -> guest.close());
  }

  /** What one side says the other one hears, and when one ends, so does the other. */
  private static void pipe(NetSocket from, NetSocket to) {
    Future<Void> piped = from.pipeTo(to);
    piped.onComplete(
        done -> {
          from.close();
          to.close();
        });
  }

  @Override
  public void close() {
    clock.shutdownNow();
    vertx.close();
  }
}
