package tutti.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tutti.runtime.cluster.Nodes.refusalOf;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.runtime.cluster.Nodes;

class ServiceBusTest {
  private static final Operation<Greeting, Greeting> GREET =
      new Operation<>("test.greet", Greeting.class, Greeting.class, Limit.MESSAGE_BYTES);
  private static final PublicKey ALICE = PublicKey.fromHex("02" + "aa".repeat(32));
  private static final PublicKey BOB = PublicKey.fromHex("02" + "bb".repeat(32));
  private static final Greeting HELLO = new Greeting("hello", null);
  private static final Event EVENT =
      new Event("s:1", "session.closed", 1, "s", 1, Wire.tree(HELLO));

  private static Vertx vertx;

  private final Limits limits = Limits.defaults().with(Limit.MESSAGE_BYTES, 1_000);
  private final ServiceBus bus =
      new ServiceBus(vertx, limits, new Patience(Duration.ofMillis(50), Duration.ofMillis(300), 2));

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Nodes.await(vertx.close());
  }

  @AfterEach
  void unregister() {
    Nodes.await(bus.close());
  }

  @Test
  void answersARequestWithARecord() {
    serve(query -> Future.succeededFuture(new Greeting(query.text() + " you", 2)));

    assertThat(Nodes.await(bus.request(GREET, HELLO))).isEqualTo(new Greeting("hello you", 2));
  }

  @Test
  void refusesUnknownFieldsByName() {
    serve(Future::succeededFuture);

    Refusal refusal = refusalOfBody(new JsonObject().put("text", "a").put("txet", "b"));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("txet");
  }

  @Test
  void refusesBodiesThatAreNoObjects() {
    serve(Future::succeededFuture);

    assertThat(refusalOfBody("text").code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusalOfBody(null).code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusalOfBody(new JsonArray()).code()).isEqualTo(ErrorCode.MALFORMED);
  }

  @Test
  void refusesLargeMessagesBeforeItReadsThem() {
    serve(Future::succeededFuture);

    Refusal refusal = refusalOfBody(new JsonObject().put("unknown", "x".repeat(1_000)));

    assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void carriesARefusalWithAllItsParts() {
    serve(query -> Future.failedFuture(Refusal.ofSigner(ErrorCode.INVALID_NONCE, 3, "no point")));

    Refusal refusal = refusalOf(bus.request(GREET, HELLO));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_NONCE);
    assertThat(refusal.signerIndex()).isEqualTo(3);
    assertThat(refusal).hasMessage("no point");
  }

  @Test
  void carriesARefusalThatAHandlerThrows() {
    serve(
        query -> {
          throw Refusal.ofField(ErrorCode.CONFLICT, "text", "taken");
        });

    assertThat(refusalOf(bus.request(GREET, HELLO)).field()).isEqualTo("text");
  }

  @Test
  void failsWithTheNumberOfTheCode() {
    serve(query -> Future.failedFuture(Refusal.of(ErrorCode.NOT_FOUND, "nothing here")));

    assertThat(failureOfBody(new JsonObject().put("text", "a")).failureCode())
        .isEqualTo(ErrorCode.NOT_FOUND.number());
  }

  @Test
  void saysNothingAboutABug() {
    serve(query -> Future.failedFuture(new IllegalStateException("a detail of the inside")));

    Refusal refusal = refusalOf(bus.request(GREET, HELLO));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(refusal).hasMessage("internal error");
  }

  @Test
  void triesAgainWhatPasses() {
    AtomicInteger tries = new AtomicInteger();
    serve(
        query ->
            tries.incrementAndGet() < 3
                ? Future.failedFuture(Refusal.of(ErrorCode.NO_QUORUM, "not yet"))
                : Future.succeededFuture(query));

    assertThat(Nodes.await(bus.request(GREET, HELLO))).isEqualTo(HELLO);
  }

  @Test
  void triesNothingAgainThatStaysRefused() {
    AtomicInteger tries = new AtomicInteger();
    serve(
        query -> {
          tries.incrementAndGet();
          return Future.failedFuture(Refusal.of(ErrorCode.RATE_LIMITED, "slower"));
        });

    assertThat(refusalOf(bus.request(GREET, HELLO)).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(tries).hasValue(1);
  }

  @Test
  void findsAServiceThatComesLate() {
    Future<Greeting> asked = bus.request(GREET, HELLO);
    serve(Future::succeededFuture);

    assertThat(Nodes.await(asked)).isEqualTo(HELLO);
  }

  @Test
  void givesUpWhereNobodyServes() {
    assertThat(refusalOf(bus.request(GREET, HELLO)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void givesUpWhereNobodyAnswers() {
    var consumer = vertx.eventBus().consumer(GREET.address(), message -> {});

    assertThat(refusalOf(bus.request(GREET, HELLO)).code()).isEqualTo(ErrorCode.TIMEOUT);
    Nodes.await(consumer.unregister());
  }

  @Test
  void understandsFailuresOfWhatIsNoService() {
    var consumer = vertx.eventBus().consumer(GREET.address(), message -> message.fail(7, "no"));

    assertThat(refusalOf(bus.request(GREET, HELLO)).code()).isEqualTo(ErrorCode.INTERNAL);
    Nodes.await(consumer.unregister());
  }

  @Test
  void refusesMoreRequestsThanMayBeUnderWay() {
    Promise<Greeting> slow = Promise.promise();
    serve(query -> slow.future());
    Future<Greeting> first = bus.request(GREET, HELLO);
    Future<Greeting> second = bus.request(GREET, HELLO);

    assertThat(refusalOf(bus.request(GREET, HELLO)).code()).isEqualTo(ErrorCode.OVERLOADED);
    slow.complete(HELLO);
    assertThat(Nodes.await(Future.all(first, second)).succeeded()).isTrue();
    assertThat(Nodes.await(bus.request(GREET, HELLO))).isEqualTo(HELLO);
  }

  @Test
  void refusesToServeMoreThanMayBeUnderWay() {
    serve(query -> Promise.<Greeting>promise().future());
    JsonObject body = new JsonObject().put("text", "a");
    vertx.eventBus().send(GREET.address(), body);
    vertx.eventBus().send(GREET.address(), body);

    assertThat(refusalOfBody(body).code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(refusalOfBody(body).retryAfter()).isPositive();
  }

  @Test
  void asksNotAgainWhoeverHasTooMuchToDo() {
    AtomicInteger asked = new AtomicInteger();
    serve(
        query -> {
          asked.incrementAndGet();
          return Future.failedFuture(Refusal.of(ErrorCode.OVERLOADED, "enough").retryAfter(700));
        });

    Refusal refusal = refusalOf(bus.request(GREET, HELLO));

    assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(refusal.retryAfter()).isEqualTo(700);
    assertThat(asked).hasValue(1);
  }

  @Test
  void servesNothingOnceClosed() {
    serve(Future::succeededFuture);
    Nodes.await(bus.close());

    assertThat(refusalOf(bus.request(GREET, HELLO)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void publishesToAllWhoListen() {
    Queue<Object> heard = new ConcurrentLinkedQueue<>();
    var one = vertx.eventBus().consumer("test.topic", message -> heard.add(message.body()));
    var two = vertx.eventBus().consumer("test.topic", message -> heard.add(message.body()));

    bus.publish("test.topic", EVENT);

    await().until(() -> heard.size() == 2);
    assertThat(heard).allSatisfy(body -> assertThat(body).isEqualTo(Body.of(EVENT)));
    Nodes.await(Future.all(one.unregister(), two.unregister()));
  }

  @Test
  void deliversToAnInboxThatAnswers() {
    var inbox =
        vertx
            .eventBus()
            .consumer(Addresses.inbox(ALICE), message -> message.reply(new JsonObject()));

    assertThat(Nodes.await(bus.deliver(ALICE, EVENT))).isTrue();
    assertThat(Nodes.await(bus.deliver(List.of(ALICE, BOB), EVENT))).containsExactly(BOB);
    Nodes.await(inbox.unregister());
  }

  @Test
  void knowsWhenNobodyListensAtAnInbox() {
    assertThat(Nodes.await(bus.deliver(BOB, EVENT))).isFalse();
  }

  @Test
  void doesNotCallASilentSignerUnreachable() {
    var inbox = vertx.eventBus().consumer(Addresses.inbox(ALICE), message -> {});

    assertThat(Nodes.await(bus.deliver(ALICE, EVENT))).isTrue();
    Nodes.await(inbox.unregister());
  }

  private void serve(Function<Greeting, Future<Greeting>> handler) {
    Nodes.await(bus.serve(GREET, handler));
  }

  private static Refusal refusalOfBody(Object body) {
    return Body.refusal(failureOfBody(body).getMessage());
  }

  private static ReplyException failureOfBody(Object body) {
    try {
      throw new AssertionError(Nodes.await(vertx.eventBus().request(GREET.address(), body)));
    } catch (ReplyException e) {
      return e;
    }
  }
}
