package tutti.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tutti.crypto.CryptoVerticle;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** A member of a cluster of one with the discovery service and the crypto service. */
final class RunningService implements BeforeAllCallback, AfterAllCallback {
  /** No y fits this x. */
  static final String OFF_CURVE = "02" + "0".repeat(63) + "5";

  final TestClock clock = new TestClock();

  private final Map<String, String> flags;
  private Settings settings;
  private TuttiNode node;

  RunningService(Map<String, String> flags) {
    this.flags = flags;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    settings =
        Settings.load(flags, Map.of())
            .with(Settings.CLUSTER_NAME, "test-" + UUID.randomUUID())
            .with(Settings.SWEEP_INTERVAL, "50ms")
            .with(Settings.DRAIN_TIME, "1ms");
    node = await(TuttiNode.start(settings, clock));
    await(node.deploy(CryptoVerticle::new));
    await(node.deploy(DiscoveryVerticle::new));
  }

  /** One more member of the same cluster, without services. */
  TuttiNode anotherMember() {
    return await(TuttiNode.start(settings, clock));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    await(node.close());
  }

  ServiceContext services() {
    return node.context();
  }

  long now() {
    return clock.millis();
  }

  <R> R ask(SignedOperation<?, R> operation, Envelope envelope) {
    return ask(operation.operation(), envelope);
  }

  <Q, R> R ask(Operation<Q, R> operation, Q query) {
    return await(services().bus().request(operation, query));
  }

  /** The refusal of a message as it is, right or wrong. */
  Failure refusalOf(String address, Object message) {
    Object body =
        message instanceof JsonObject || message instanceof String ? message : json(message);
    try {
      Object reply =
          services()
              .vertx()
              .eventBus()
              .request(address, body)
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS)
              .body();
      throw new AssertionError("accepted: " + reply);
    } catch (ExecutionException e) {
      var refusal = (ReplyException) e.getCause();
      var failure = Wire.read(refusal.getMessage().getBytes(UTF_8), Failure.class);
      assertThat(refusal.failureCode()).isEqualTo(failure.code().number());
      return failure;
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  void assertRefused(String address, Object message, ErrorCode code, String field) {
    assertThat(assertRefused(address, message, code).field()).isEqualTo(field);
  }

  /** Others may run out meanwhile; whoever is new or not the same was changed by the message. */
  Failure assertRefused(String address, Object message, ErrorCode code) {
    var before = stored();

    Failure failure = refusalOf(address, message);

    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    assertThat(before).containsAll(stored());
    return failure;
  }

  static JsonObject json(Object message) {
    return new JsonObject(Buffer.buffer(Wire.write(message)));
  }

  /** Everything that is published on a topic from now on. */
  Queue<Event> topic(String address) {
    Queue<Event> events = new ConcurrentLinkedQueue<>();
    await(
        services()
            .vertx()
            .eventBus()
            .<JsonObject>consumer(
                address,
                message -> events.add(Wire.read(message.body().toBuffer().getBytes(), Event.class)))
            .completion());
    return events;
  }

  /** All that is stored when everybody has been told, to tell that nothing has changed. */
  List<String> stored() {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .pollDelay(Duration.ZERO)
        .until(
            this::storedNow,
            all -> all.stream().noneMatch(entry -> entry.contains("\"events\":[{")));
  }

  private List<String> storedNow() {
    var all = new ArrayList<String>();
    for (String map : List.of("signer-advertisements", "signer-records")) {
      services().hazelcast().getMap(map).entrySet().stream()
          .map(entry -> entry.getKey() + "=" + new String(Wire.write(entry.getValue()), UTF_8))
          .sorted()
          .forEach(all::add);
    }
    return all;
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
