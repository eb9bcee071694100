package tutti.acceptance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tutti.agent.Agent;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Bytes;
import tutti.protocol.Limit;
import tutti.protocol.Operation;
import tutti.protocol.SessionId;
import tutti.protocol.event.SessionFailed;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;
import tutti.protocol.session.SessionStatus;
import tutti.runtime.config.Settings;
import tutti.runtime.config.WatchSettings;

/** Services that have been through everything that is counted. */
final class MetricScenes implements AutoCloseable {
  private final Path audit = temporary();
  private final LocalCluster cluster =
      LocalCluster.start(
          settings ->
              settings
                  .with(Limit.ADVERTISEMENT_INTERVAL, "0ms")
                  .with(WatchSettings.AUDIT_LOG, audit.toString())
                  .with(Settings.SWEEP_INTERVAL, "100ms"));
  private final String gateway = cluster.gateway();
  private final Bus bus = new VertxBus(cluster.vertx());

  /** All of it; the sessions that were signed, blamed and retried. */
  List<SessionId> run() throws Exception {
    askOfNobody();
    refusedAtTheGateway();
    return List.of(broadcastByTheSecond(), blamedAndRetried());
  }

  String scrape() {
    return cluster.metrics().scrape();
  }

  /** The audit log of these services. */
  Path audit() {
    return audit;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("tutti").resolve("audit.jsonl");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signed, reported as not broadcast by one coordinator, and confirmed by the next. */
  private SessionId broadcastByTheSecond() {
    try (Company company = new Company(2, bus)) {
      SigningRequest request = company.group().request(1, null);
      SessionId session = company.announce(request);
      company.allHear(ShouldBroadcast.class, order -> order.sessionId().equals(session));
      Agent first = coordinator(company, request, session);
      Group.await(first.reportBroadcastFailure(session, "node down"));
      int failed = request.orderedKeys().indexOf(first.publicKey());
      company.allHear(ShouldBroadcast.class, order -> order.coordinator() != failed);
      Group.await(company.agentAt(request, 1 - failed).confirmBroadcast(session, "txid"));
      return session;
    }
  }

  private SessionId blamedAndRetried() {
    try (Company company =
        new Company(
            2,
            bus,
            (signer, agent) -> {
              if (signer == 1) {
                agent.engine(new CheatingEngine(0, CheatingEngine::otherThan));
              }
            })) {
      SessionId session = company.announce(company.group().request(1, Group.NO_BROADCAST));
      company.allHear(SessionFailed.class, failed -> failed.sessionId().equals(session));
      SessionId next = Group.await(company.creator().retry(session)).sessionId();
      Group.await(company.creator().finalSignatures(next));
      return session;
    }
  }

  private static Agent coordinator(Company company, SigningRequest request, SessionId session) {
    return company.agentAt(
        request, Group.await(company.creator().electionInfo(session)).coordinator());
  }

  private void askOfNobody() {
    var nobodys =
        new Operation<>(
            "tutti.session.nobodys", SessionQuery.class, SessionStatus.class, Limit.MESSAGE_BYTES);
    SessionQuery query = new SessionQuery(new SessionId(Bytes.of(new byte[32])));
    cluster.context().bus().request(nobodys, query).onSuccess(MetricScenes::impossible);
    LocalCluster.await(cluster.context().bus().request(SessionApi.STATUS, query).otherwiseEmpty());
  }

  private static void impossible(SessionStatus answer) {
    throw new AssertionError("an answer of nobody: " + answer);
  }

  /** In the form of an advertisement, and signed by nobody. */
  private static String forged() {
    long now = System.currentTimeMillis();
    return new JsonObject()
        .put("type", "discovery.advertise")
        .put("signer", "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
        .put("sequence", 1)
        .put("sentAt", now)
        .put(
            "body",
            new JsonObject()
                .put("transactionTypes", new JsonArray().add("spend"))
                .put("expiresAt", now + 60_000))
        .put("signature", "01".repeat(64))
        .encode();
  }

  private void refusedAtTheGateway() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    client.send(
        HttpRequest.newBuilder(URI.create(gateway + "/v1/signers"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(forged()))
            .build(),
        BodyHandlers.ofString());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
