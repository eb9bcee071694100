package tutti.runtime.cluster;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import tutti.protocol.Refusal;
import tutti.runtime.config.Setting;
import tutti.runtime.config.Settings;
import tutti.runtime.state.Copies;

/** The nodes of one cluster in this process, on ports and under a name of their own. */
public final class Nodes implements AutoCloseable {
  private final List<TuttiNode> nodes = new ArrayList<>();
  private Settings settings;

  public Nodes() {
    int port = ThreadLocalRandom.current().nextInt(20_000, 50_000);
    settings =
        Settings.load(
            Map.of(
                "cluster-name", "test-" + UUID.randomUUID(),
                "cluster-port", String.valueOf(port),
                "drain-time", "1ms",
                "leave-timeout", "5s",
                "sweep-interval", "20ms"),
            Map.of());
  }

  public Nodes with(Setting<?> setting, String value) {
    settings = settings.with(setting, value);
    return this;
  }

  public Settings settings() {
    return settings;
  }

  public TuttiNode start() {
    return remember(await(TuttiNode.start(settings)));
  }

  public TuttiNode startLite() {
    return remember(await(startingLite()));
  }

  public Future<TuttiNode> startingLite() {
    return TuttiNode.start(settings.with(Settings.ROLE, "lite"));
  }

  public TuttiNode remember(TuttiNode node) {
    nodes.add(node);
    return node;
  }

  /** As kill -9 would: no goodbye, nothing handed over. */
  public void kill(TuttiNode node) {
    node.context().hazelcast().getLifecycleService().terminate();
  }

  /** All at once. */
  public void killAll() {
    nodes.forEach(this::kill);
  }

  /** Until every document has its backup. */
  public void awaitSafe() {
    Awaitility.await()
        .until(
            () ->
                nodes.stream()
                    .map(node -> node.context().hazelcast())
                    .filter(hazelcast -> hazelcast.getLifecycleService().isRunning())
                    .allMatch(hazelcast -> Copies.areCompleteEverywhere(hazelcast).join()));
  }

  @Override
  public void close() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      await(nodes.get(i).close());
    }
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** The refusal that a future must fail with. */
  public static Refusal refusalOf(Future<?> future) {
    try {
      throw new AssertionError("not refused: " + await(future));
    } catch (Refusal refusal) {
      return refusal;
    }
  }
}
