package tutti.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.musig2.EngineUnavailableException;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.AggregateKeys;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.request.KeyOrder;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

class CryptoVerticleTest {
  private static final PublicKey G =
      PublicKey.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
  private static final PublicKey NO_POINT = PublicKey.fromHex("02" + "00".repeat(31) + "05");

  private static TuttiNode node;

  @BeforeAll
  static void start() throws Exception {
    Settings settings =
        Settings.defaults()
            .with(Settings.CLUSTER_NAME, "crypto-test")
            .with(Settings.CLUSTER_MEMBERS, "none")
            .with(Settings.DRAIN_TIME, "1ms");
    node = await(TuttiNode.start(settings));
    await(node.deploy(CryptoVerticle::new));
  }

  @AfterAll
  static void stop() throws Exception {
    await(node.close());
  }

  @Test
  void answersOverTheBus() throws Exception {
    var query = new AggregateKeys(List.of(G, G), null, null, null);

    var answer = await(node.context().bus().request(CryptoApi.AGGREGATE_KEYS, query));

    assertThat(answer.aggregatePublicKey().xOnly()).isEqualTo(answer.xOnlyPublicKey());
  }

  @Test
  void refusesOverTheBus() {
    var query = new AggregateKeys(List.of(G, NO_POINT), KeyOrder.GIVEN, null, null);

    var refusal = refusalOf(node.context().bus().request(CryptoApi.AGGREGATE_KEYS, query));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_KEY);
    assertThat(refusal.signerIndex()).isEqualTo(1);
  }

  /** There is no binding among the tests of this module; the others compute all the same. */
  @Test
  void startsWithNoOtherEngineThanTheOneThatWasAskedFor() {
    Settings settings = Settings.defaults().with(Settings.CRYPTO_ENGINE, "libsecp256k1");
    ServiceContext own = node.context();
    ServiceContext asking =
        new ServiceContext(
            own.vertx(),
            own.bus(),
            own.hazelcast(),
            own.limits(),
            settings,
            own.clock(),
            own.meters());

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> await(node.deploy(context -> new CryptoVerticle(asking))))
        .withCauseInstanceOf(EngineUnavailableException.class);
  }

  @Test
  void computesOnWorkersAndAnswersOnTheCallersContext() throws Exception {
    Vertx vertx = node.context().vertx();
    CryptoWorkers workers = new CryptoWorkers(vertx, 1, 1);
    var context = vertx.getOrCreateContext();

    Future<Boolean> answered =
        Future.future(
            promise ->
                context.runOnContext(
                    ignored ->
                        workers
                            .run(() -> Thread.currentThread().getName())
                            .map(
                                name ->
                                    name.startsWith("tutti-crypto")
                                        && Vertx.currentContext() == context)
                            .onComplete(promise)));

    assertThat(await(answered)).isTrue();
    workers.close();
  }

  @Test
  void refusesMoreThanMayWait() throws Exception {
    CryptoWorkers workers = new CryptoWorkers(node.context().vertx(), 1, 1);
    CountDownLatch slow = new CountDownLatch(1);
    Future<Boolean> running = workers.run(() -> awaited(slow));
    Future<Boolean> waiting = workers.run(() -> true);

    assertThat(refusalOf(workers.run(() -> true)).code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(refusalOf(workers.run(() -> true)).retryAfter()).isPositive();
    slow.countDown();
    assertThat(await(running)).isTrue();
    assertThat(await(waiting)).isTrue();
    workers.close();
  }

  @Test
  void refusesWithoutAQueueWhatCannotBeginAtOnce() throws Exception {
    CryptoWorkers workers = new CryptoWorkers(node.context().vertx(), 1, 0);
    CountDownLatch slow = new CountDownLatch(1);
    Future<Boolean> running = workers.run(() -> awaited(slow));

    assertThat(refusalOf(workers.run(() -> true)).code()).isEqualTo(ErrorCode.OVERLOADED);
    slow.countDown();
    assertThat(await(running)).isTrue();
    workers.close();
  }

  @Test
  void refusesEverythingOnceClosed() {
    CryptoWorkers workers = new CryptoWorkers(node.context().vertx(), 1, 1);
    workers.close();

    assertThat(refusalOf(workers.run(() -> true)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void answersEvenWhereTheComputationBreaks() {
    CryptoWorkers workers = new CryptoWorkers(node.context().vertx(), 1, 1);

    Future<Boolean> broken =
        workers.run(
            () -> {
              throw new AssertionError("broken on purpose");
            });

    assertThat(catchThrowableOfType(ExecutionException.class, () -> await(broken)))
        .hasMessageContaining("broken on purpose");
    workers.close();
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static Refusal refusalOf(Future<?> future) {
    var failure = catchThrowableOfType(ExecutionException.class, () -> await(future));
    assertThat(failure.getCause()).isInstanceOf(Refusal.class);
    return (Refusal) failure.getCause();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
