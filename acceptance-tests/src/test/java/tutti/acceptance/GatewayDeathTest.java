package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.Decision;
import tutti.agent.Policy;
import tutti.agent.ProposedSigning;
import tutti.agent.gateway.GatewayBus;
import tutti.cli.Main;
import tutti.cli.serve.PrivateCluster;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** Signers outside the cluster whose gateway is killed between the rounds of their session. */
class GatewayDeathTest {
  private static final int SIGNERS = 3;

  /** More than a gateway needs to start, which is part of the policy's answer here. */
  private static final Duration STARTING = Duration.ofSeconds(100);

  private final Map<String, String> flags =
      PrivateCluster.flags(Map.of("http-port", String.valueOf(PrivateCluster.freePort())));
  private final String url = "http://127.0.0.1:" + flags.get("http-port");
  private final Vertx outside = Vertx.vertx();
  private final List<SecretKey> keys = new ArrayList<>();
  private final List<Agent> agents = new ArrayList<>();
  private final List<OwnProcess> gateways = new ArrayList<>();
  private TuttiNode services;

  @BeforeEach
  void start() {
    Map<String, String> inside = new HashMap<>(flags);
    inside.remove("http-port");
    services = LocalCluster.await(PrivateCluster.start(Settings.load(inside, Map.of())));
  }

  @AfterEach
  void stop() {
    agents.forEach(Agent::close);
    keys.forEach(SecretKey::close);
    LocalCluster.await(outside.close());
    gateways.forEach(OwnProcess::kill);
    LocalCluster.await(services.close());
  }

  @Test
  void completesASessionWhoseGatewayIsKilledAndComesBack() {
    startGateway();
    AtomicInteger asked = new AtomicInteger();
    Agent first = agent(Policy.approveAll());
    agent(Policy.approveAll());
    agent(
        proposed ->
            // The second question comes when all nonces are there: half of the session is over.
            asked.incrementAndGet() == 2 ? killed() : approve(proposed));
    SigningRequest request = request();

    var signatures = Group.await(Group.await(first.announce(request)).signatures());

    assertThat(Group.verifies(request, signatures)).isTrue();
    assertThat(gateways).hasSize(2);
  }

  private CompletionStage<Decision> killed() {
    gateways.get(0).kill();
    return CompletableFuture.supplyAsync(
        () -> {
          startGateway();
          return Decision.approve();
        });
  }

  private void startGateway() {
    List<String> arguments = new ArrayList<>(List.of("serve", "gateway"));
    flags.forEach((setting, value) -> arguments.add("--" + setting + "=" + value));
    OwnProcess gateway =
        OwnProcess.start("gateway-" + (gateways.size() + 1), Main.class, arguments);
    gateways.add(gateway);
    gateway.awaitLine("tutti gateway ready");
  }

  private Agent agent(Policy policy) {
    SecretKey key = SecretKey.generate();
    keys.add(key);
    GatewayBus bus = new GatewayBus(outside, URI.create(url)).holding(key, Engines.bouncyCastle());
    Agent agent =
        Group.await(Agent.builder(bus).key(key).policy(policy).policyTimeout(STARTING).start());
    agents.add(agent);
    return agent;
  }

  private SigningRequest request() {
    List<PublicKey> signers = keys.stream().map(SecretKey::publicKey).toList();
    assertThat(signers).hasSize(SIGNERS);
    return SigningRequest.by(signers.get(0), signers)
        .items(List.of(SigningItem.of(Group.message(1))))
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(Group.NO_BROADCAST)
        .build();
  }

  private static CompletionStage<Decision> approve(ProposedSigning proposed) {
    return Policy.approveAll().decide(proposed);
  }
}
