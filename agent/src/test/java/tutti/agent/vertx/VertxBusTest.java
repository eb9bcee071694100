package tutti.agent.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.agent.session.Peers;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerListing;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.event.Event;
import tutti.protocol.event.SignerExpired;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;

class VertxBusTest {
  private final Vertx vertx = Vertx.vertx();
  private final VertxBus bus = new VertxBus(vertx, Duration.ofMillis(200));
  private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
  private final Event event = Event.of("x", 1, 2, new SignerExpired(Peers.ALICE.publicKey()));

  @AfterEach
  void stop() {
    done(vertx.close());
  }

  @Test
  void asksAndReadsTheReply() {
    var advertisement = Peers.envelope(Peers.ALICE, RequestApi.JOIN.type(), SignerQuery.all());
    var page = new SignerPage(List.of(new SignerListing(advertisement, SignerRecord.NONE)), "next");
    serve(asked -> asked.reply(json(page)));

    assertThat(find()).isEqualTo(page);
  }

  @Test
  void turnsAFailureIntoTheRefusalThatItCarries() {
    var refusal = Refusal.ofField(ErrorCode.EXPIRED, "expiresAt", "is over");
    serve(asked -> asked.fail(refusal.code().number(), json(refusal.toFailure()).encode()));

    assertRefused(ErrorCode.EXPIRED, "is over");
  }

  @Test
  void takesAnUnreadableFailureForABug() {
    serve(asked -> asked.fail(1, "oops"));

    assertRefused(ErrorCode.INTERNAL, "oops");
  }

  @Test
  void saysThatNobodyAnswers() {
    assertRefused(ErrorCode.UNAVAILABLE, "nobody");
  }

  @Test
  void doesNotWaitForEver() {
    serve(asked -> {});

    assertRefused(ErrorCode.TIMEOUT, "in time");
  }

  @Test
  void deliversWhatIsSentToTheInboxAndAnswersIt() throws Exception {
    bus.openInbox(Peers.ALICE.publicKey(), heard::add).toCompletableFuture().join();

    JsonObject answer = sendToInbox(json(event));

    assertThat(answer).isEqualTo(new JsonObject());
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(event);
  }

  @Test
  void survivesWhatIsNoEvent() throws Exception {
    bus.openInbox(Peers.ALICE.publicKey(), heard::add).toCompletableFuture().join();

    sendToInbox(new JsonObject().put("odd", true));
    sendToInbox(json(event));

    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(event);
  }

  @Test
  void hearsPublishedEventsUntilItIsClosed() throws Exception {
    var subscription =
        bus.subscribe(Addresses.SIGNER_EVENTS, heard::add).toCompletableFuture().join();
    vertx.eventBus().publish(Addresses.SIGNER_EVENTS, json(event));
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(event);

    subscription.close().toCompletableFuture().join();

    assertThatThrownBy(() -> done(vertx.eventBus().request(Addresses.SIGNER_EVENTS, json(event))))
        .hasMessageContaining("No handlers");
  }

  private void serve(Consumer<io.vertx.core.eventbus.Message<JsonObject>> handler) {
    vertx.eventBus().<JsonObject>consumer(DiscoveryApi.FIND.address(), handler::accept);
  }

  private JsonObject sendToInbox(JsonObject body) {
    return done(vertx
            .eventBus()
            .<JsonObject>request(
                Addresses.inbox(Peers.ALICE.publicKey()),
                body,
                new DeliveryOptions().setSendTimeout(20_000)))
        .body();
  }

  private SignerPage find() {
    return bus.request(DiscoveryApi.FIND, SignerQuery.all())
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS) // less than the bus itself would wait
        .join();
  }

  private void assertRefused(ErrorCode code, String message) {
    assertThatThrownBy(this::find)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal).hasMessageContaining(message);
            });
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static JsonObject json(Object value) {
    return new JsonObject(Buffer.buffer(Wire.write(value)));
  }
}
