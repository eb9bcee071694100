package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.acceptance.SpanCollector.Span;
import tutti.agent.Agent;
import tutti.agent.Policy;
import tutti.agent.gateway.GatewayBus;
import tutti.agent.vertx.VertxBus;
import tutti.crypto.CryptoVerticle;
import tutti.gateway.GatewayVerticle;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SignedOperation;
import tutti.protocol.json.Wire;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;
import tutti.request.RequestVerticle;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;
import tutti.runtime.config.WatchSettings;
import tutti.session.SessionVerticle;

/** Whoever looks after the services can follow a session from member to member of the cluster. */
class TracingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The span of a client that sends its trace with a request. */
  private static final String CLIENT = "00f067aa0ba902b7";

  private static final String CLUSTER = "tracing-" + UUID.randomUUID();

  private static final Deque<TuttiNode> nodes = new ArrayDeque<>();
  private static SpanCollector collector;
  private static SessionId session;
  private static String origin;
  private static int port;

  @BeforeAll
  static void sign() {
    collector = new SpanCollector();
    port = Members.freePort();
    start("session", "data", SessionVerticle::new);
    start("request", "lite", RequestVerticle::new);
    start("crypto", "lite", CryptoVerticle::new);
    TuttiNode gateway = start("gateway", "lite", GatewayVerticle::new);
    origin = Objects.requireNonNull(GatewayVerticle.origin(gateway.context().vertx()));
    TuttiNode signers = start("signers", "lite", null);
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
      String name, String role, Function<ServiceContext, Deployable> service) {
    TuttiNode node =
        LocalCluster.await(
            TuttiNode.start(
                Settings.defaults()
                    .with(Settings.CLUSTER_NAME, CLUSTER)
                    .with(Settings.CLUSTER_PORT, String.valueOf(port))
                    .with(Settings.CLUSTER_MEMBERS, "127.0.0.1:" + port)
                    .with(Settings.ROLE, role)
                    .with(Settings.DRAIN_TIME, "1ms")
                    .with(EdgeSettings.HTTP_PORT, "0")
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

  /** The client's trace goes on from its request over HTTP through all that follows from it. */
  @Test
  void goOnWithTheTraceOfAClientOfAGateway() throws Exception {
    try (SecretKey creator = SecretKey.generate();
        SecretKey other = SecretKey.generate()) {
      SigningRequest request = request(creator, other);
      String announced = newTrace();
      JsonNode said = post("/v1/requests", announced, write(creator, RequestApi.ANNOUNCE, request));
      RequestId id = RequestId.fromHex(said.path("requestId").asText());
      String joined = newTrace();
      Join join = new Join(id, request.orderedKeys().indexOf(other.publicKey()));
      post("/v1/requests/" + id.hex() + "/joins", joined, write(other, RequestApi.JOIN, join));

      awaitTrace(announced, "tutti-gateway", "tutti-request", "tutti-crypto");
      awaitTrace(joined, "tutti-gateway", "tutti-request", "tutti-crypto", "tutti-session");
    }
  }

  /** Each signer on the other side of a WebSocket, which tells nobody of a trace. */
  @Test
  void beginWithAFrameAtAGateway() {
    Vertx outside = Vertx.vertx();
    try (SecretKey creator = SecretKey.generate();
        SecretKey other = SecretKey.generate();
        Agent first = agent(outside, creator);
        Agent second = agent(outside, other)) {
      assertThat(second.publicKey()).isEqualTo(other.publicKey());
      Group.await(Group.await(first.announce(request(creator, other))).signatures());
      for (String step : List.of("tutti.request.join", "tutti.session.share-partial-signature")) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(collector.traces().values())
                        .as(step)
                        .anyMatch(
                            trace ->
                                trace.toString().contains(step)
                                    && beginsAt("tutti-gateway", trace)
                                    && passes(trace, "tutti-session", "tutti-crypto")));
      }
    } finally {
      LocalCluster.await(outside.close());
    }
  }

  /** Of a process that ends at once, before it is time to send anything. */
  @Test
  void areSentBeforeAProcessEnds() {
    TuttiNode last = start("last", "lite", null);
    LocalCluster.await(last.context().bus().request(SessionApi.GET, new SessionQuery(session)));
    LocalCluster.await(nodes.pop().close());

    assertThat(collector.spans()).extracting(Span::service).contains("tutti-last");
  }

  private static void awaitTrace(String id, String... services) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<Span> trace = collector.traces().getOrDefault(id, List.of());
              assertThat(passes(trace, services)).as("%s", trace).isTrue();
              assertThat(gaps(trace)).containsExactly(CLIENT);
            });
  }

  /** What others are a part of, and is not in the trace itself. */
  private static Set<String> gaps(List<Span> trace) {
    Set<String> parents = trace.stream().map(Span::parent).collect(Collectors.toSet());
    trace.forEach(span -> parents.remove(span.id()));
    return parents;
  }

  private static boolean beginsAt(String service, List<Span> trace) {
    return gaps(trace).equals(Set.of(""))
        && trace.stream()
            .filter(span -> span.parent().isEmpty())
            .allMatch(span -> span.service().equals(service));
  }

  private static String newTrace() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static SigningRequest request(SecretKey creator, SecretKey other) {
    return SigningRequest.by(creator.publicKey(), List.of(creator.publicKey(), other.publicKey()))
        .items(List.of(SigningItem.of(Group.message(2))))
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(Group.NO_BROADCAST)
        .build();
  }

  private static Agent agent(Vertx outside, SecretKey key) {
    GatewayBus bus =
        new GatewayBus(outside, URI.create(origin)).holding(key, Engines.bouncyCastle());
    return Group.await(Agent.builder(bus).key(key).policy(Policy.approveAll()).start());
  }

  private static <B> byte[] write(SecretKey key, SignedOperation<B, ?> operation, B body) {
    long now = System.currentTimeMillis();
    return Wire.write(Pen.write(key, operation.type(), 1, now, Wire.tree(body)));
  }

  private static JsonNode post(String path, String trace, byte[] body) throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(origin + path))
                    .header("Content-Type", "application/json")
                    .header("traceparent", "00-%s-%s-01".formatted(trace, CLIENT))
                    .POST(BodyPublishers.ofByteArray(body))
                    .build(),
                BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return Wire.mapper().readTree(answer.body());
  }
}
