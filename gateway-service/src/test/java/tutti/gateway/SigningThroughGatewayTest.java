package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.Policy;
import tutti.agent.SigningHandle;
import tutti.agent.gateway.GatewayBus;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.musig2.TaggedHash;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.EdgeSettings;

/** Java signers that reach the services through a gateway, as they do inside the cluster. */
class SigningThroughGatewayTest {
  private static final Engine ENGINE = Engines.bouncyCastle();
  private static final RequestOptions NO_BROADCAST =
      new RequestOptions(null, null, false, null, null, null, null);

  private static RunningGateway gateway;
  private static Vertx outside;

  private final SecretKey alice = SecretKey.generate();
  private final SecretKey bob = SecretKey.generate();
  private final GatewayBus aliceBus = bus(alice);
  private final GatewayBus bobBus = bus(bob);

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.start(settings -> settings.with(EdgeSettings.SESSION_READS, "participants"));
    outside = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    outside.close();
  }

  @AfterEach
  void leave() {
    aliceBus.close();
    bobBus.close();
    alice.close();
    bob.close();
  }

  @Test
  void twoSignersCompleteASession() {
    try (Agent first = agent(alice, aliceBus, Policy.approveAll());
        Agent second = agent(bob, bobBus, Policy.approveAll())) {
      SigningRequest request = request();

      List<Signature> signatures = await(await(first.announce(request)).signatures());

      assertThat(verifies(request, signatures)).isTrue();
      assertThat(second.publicKey()).isEqualTo(bob.publicKey());
    }
  }

  @Test
  void twoSignersCompleteASessionWhoseGatewayIsRestartedInTheMiddle() {
    AtomicBoolean restarted = new AtomicBoolean();
    Policy restarting =
        proposed -> {
          if (restarted.compareAndSet(false, true)) {
            gateway.restart();
          }
          return Policy.approveAll().decide(proposed);
        };
    try (Agent first = agent(alice, aliceBus, Policy.approveAll());
        Agent second = agent(bob, bobBus, restarting)) {
      SigningRequest request = request();
      SigningHandle handle = await(first.announce(request));

      assertThat(verifies(request, await(handle.signatures()))).isTrue();
      assertThat(restarted).isTrue();
      assertThat(second.publicKey()).isEqualTo(bob.publicKey());
    }
  }

  @Test
  void aSignerMayComeBeforeTheGateway() {
    gateway.stopListening();
    CompletableFuture<Agent> starting = Agent.builder(aliceBus).key(alice).engine(ENGINE).start();
    gateway.restart();

    try (Agent agent = await(starting)) {
      assertThat(agent.publicKey()).isEqualTo(alice.publicKey());
    }
  }

  @Test
  void opensNoInboxOfAKeyThatItDoesNotHold() {
    CompletionStage<?> opening = aliceBus.openInbox(bob.publicKey(), event -> {});

    assertThatThrownBy(() -> await(opening.toCompletableFuture()))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hearsWhatIsPublishedUntilItDoesNotWantTo() {
    CompletableFuture<String> heard = new CompletableFuture<>();
    Consumer<tutti.protocol.event.Event> listener = event -> heard.complete(event.type());
    await(aliceBus.subscribe("tutti.events.requests", listener).toCompletableFuture());
    try (Agent first = agent(bob, bobBus, Policy.approveAll())) {
      await(first.announce(request(bob, alice)));

      assertThat(await(heard)).isEqualTo("request.created");
    }
  }

  private static GatewayBus bus(SecretKey key) {
    return new GatewayBus(outside, URI.create(gateway.origin())).holding(key, ENGINE);
  }

  private static Agent agent(SecretKey key, GatewayBus bus, Policy policy) {
    return await(
        Agent.builder(bus)
            .key(key)
            .engine(ENGINE)
            .policy(policy)
            .limits(Limits.defaults().with(Limit.SYNC_INTERVAL, 1_000))
            .start());
  }

  private SigningRequest request() {
    return request(alice, bob);
  }

  private static SigningRequest request(SecretKey creator, SecretKey other) {
    List<PublicKey> keys = List.of(creator.publicKey(), other.publicKey());
    Bytes message = TaggedHash.of("tutti/test", Bytes.of(new byte[] {1}));
    return SigningRequest.by(creator.publicKey(), keys)
        .items(List.of(SigningItem.of(message)))
        .purpose("through a gateway")
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(NO_BROADCAST)
        .build();
  }

  private static boolean verifies(SigningRequest request, List<Signature> signatures) {
    var keys = ENGINE.aggregateKeys(request.suiteOrDefault(), request.orderedKeys(), List.of());
    return ENGINE.verifySignature(keys, request.items().get(0).message(), signatures.get(0));
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
