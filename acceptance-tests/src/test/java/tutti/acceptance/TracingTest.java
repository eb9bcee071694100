package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.acceptance.SpanCollector.Span;
import tutti.agent.vertx.VertxBus;
import tutti.crypto.CryptoVerticle;
import tutti.protocol.SessionId;
import tutti.request.RequestVerticle;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.config.WatchSettings;
import tutti.session.SessionVerticle;

/** Whoever looks after the services can follow a session from member to member of the cluster. */
class TracingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CLUSTER = "tracing-" + UUID.randomUUID();

  private static final Deque<TuttiNode> nodes = new ArrayDeque<>();
  private static SpanCollector collector;
  private static SessionId session;

  @BeforeAll
  static void sign() {
    collector = new SpanCollector();
    int port = Members.freePort();
    start("session", port, "data", SessionVerticle::new);
    start("request", port, "lite", RequestVerticle::new);
    start("crypto", port, "lite", CryptoVerticle::new);
    TuttiNode signers = start("signers", port, "lite", null);
    try (Company company = new Company(2, new VertxBus(signers.context().vertx()))) {
      session = company.announce(company.group().request(1, Group.NO_BROADCAST));
      Group.await(company.creator().finalSignatures(session));
    }
  }

  @AfterAll
  static void stop() {
    while (!nodes.isEmpty()) {
      LocalCluster.await(nodes.pop().close());
    }
    collector.close();
  }

  private static TuttiNode start(
      String name, int port, String role, Function<ServiceContext, Deployable> service) {
    TuttiNode node =
        LocalCluster.await(
            TuttiNode.start(
                Settings.defaults()
                    .with(Settings.CLUSTER_NAME, CLUSTER)
                    .with(Settings.CLUSTER_PORT, String.valueOf(port))
                    .with(Settings.CLUSTER_MEMBERS, "127.0.0.1:" + port)
                    .with(Settings.ROLE, role)
                    .with(Settings.DRAIN_TIME, "1ms")
                    .with(WatchSettings.OTLP_ENDPOINT, collector.endpoint())
                    .with(WatchSettings.OTLP_SERVICE_NAME, "tutti-" + name)));
    nodes.push(node);
    LocalCluster.await(service == null ? Future.succeededFuture() : node.deploy(service));
    return node;
  }

  private static boolean passes(List<Span> trace, String... services) {
    return trace.stream()
        .map(Span::service)
        .collect(Collectors.toSet())
        .containsAll(List.of(services));
  }

  @Test
  void showOneTraceOverAllServices() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(collector.traces().values())
                    .anyMatch(
                        trace ->
                            passes(
                                trace,
                                "tutti-signers",
                                "tutti-request",
                                "tutti-crypto",
                                "tutti-session")));
  }

  @Test
  void showEachRoundFromTheSignerToTheCryptography() {
    for (String round : List.of("commit-nonce", "share-nonce", "share-partial-signature")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(collector.traces().values())
                      .as(round)
                      .anyMatch(
                          trace ->
                              trace.toString().contains("tutti.session." + round)
                                  && passes(
                                      trace, "tutti-signers", "tutti-session", "tutti-crypto")));
    }
  }

  @Test
  void findTheTracesOfASession() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(collector.spans())
                    .filteredOn(
                        span -> session.hex().equals(span.attributes().get("tutti.session")))
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allMatch(span -> span.attributes().containsKey("tutti.code"))
                    .anyMatch(span -> span.attributes().containsKey("tutti.signer")));
  }
}
