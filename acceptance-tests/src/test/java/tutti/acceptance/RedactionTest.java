package tutti.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.acceptance.SecretCollector.Signing;
import tutti.agent.Policy;
import tutti.agent.gateway.GatewayBus;
import tutti.agent.vertx.VertxBus;
import tutti.cli.Main;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.audit.AuditCheck;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/**
 * What operators see of several processes holds no secret, whatever goes wrong: sessions of more
 * than one end, a member that is killed, and secrets that are sent where they do not belong.
 */
class RedactionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSPHRASE = "a passphrase that nobody logs";

  /** Bearer tokens, keys of operators and secrets of webhooks, known by how they begin. */
  private static final Pattern TOKEN =
      Pattern.compile("tutti_(?=[a-z_-]*[A-Z0-9])[A-Za-z0-9_-]{43,}|whsec_[A-Za-z0-9+/_=-]{20,}");

  private static final List<byte[]> SECRETS = new ArrayList<>();
  private static final Map<String, byte[]> SHOWN = new LinkedHashMap<>();

  @TempDir private static Path directory;
  private static SessionId signed;

  @BeforeAll
  static void letItAllHappen() throws Exception {
    try (WatchedServices services = new WatchedServices(directory)) {
      TuttiNode here = services.join();
      try {
        signed = signs(here);
        operates(services);
        logsIn(here, services);
        sendsSecrets(here, services);
        String commands = keepsAKey(here);
        services.kill("crypto");
        fails(here);
        services.restart("crypto");
        signs(here);
        take(services, commands);
      } finally {
        LocalCluster.await(here.close());
      }
    }
  }

  @AfterAll
  static void forget() {
    SECRETS.clear();
    SHOWN.clear();
  }

  private static void take(WatchedServices services, String commands) throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> services.collector().spans().toString().contains(signed.hex()));
    await().atMost(PATIENCE).until(() -> services.audits().contains("share-partial-signature"));
    SHOWN.put("logs", services.logs().getBytes(UTF_8));
    SHOWN.put("metrics", services.metrics().getBytes(UTF_8));
    SHOWN.put("audit logs", services.audits().getBytes(UTF_8));
    SHOWN.put("traces", services.collector().sent());
    SHOWN.put("commands", commands.getBytes(UTF_8));
    for (Path log : services.auditLogs()) {
      assertThat(AuditCheck.of(List.of(log)).broken()).as(log.toString()).isNull();
    }
  }

  @Test
  void holdsNoPrivateKeyNoSecretNonceNoTokenAndNoPassphrase() {
    assertThat(SECRETS).hasSizeGreaterThan(12);
    SecretSearch search = new SecretSearch(SECRETS);

    SHOWN.forEach((where, bytes) -> assertThat(search.in(bytes)).as(where).isEmpty());
  }

  @Test
  void holdsNothingThatLooksLikeAToken() {
    SHOWN.forEach(
        (where, bytes) ->
            assertThat(
                    TOKEN.matcher(new String(bytes, UTF_8)).results().map(found -> found.group()))
                .as(where)
                .isEmpty());
    assertThat("tutti_api_" + "aB3".repeat(15)).matches(TOKEN);
  }

  /** Otherwise there would have been nothing to find. */
  @Test
  void holdsWhatHappened() {
    SecretSearch session = new SecretSearch(List.of(signed.bytes().toArray()));

    for (String where : List.of("logs", "audit logs", "traces")) {
      assertThat(session.in(SHOWN.get(where))).as(where).contains("hex");
    }
    assertThat(text("metrics"))
        .contains("tutti_sessions_ended_total{code=\"OK\",phase=\"complete\"} 2.0")
        .contains("tutti_gateway_refusals_total");
    assertThat(text("audit logs")).contains("gateway.createApiKey", "NOT_AUTHENTICATED");
    assertThat(text("logs"))
        .containsAnyOf("UNAVAILABLE", "TIMEOUT")
        .contains("\"level\":\"TRACE\"");
  }

  private static String text(String where) {
    return new String(SHOWN.get(where), UTF_8);
  }

  private static void secret(String text) {
    SECRETS.add(text.getBytes(UTF_8));
  }

  private static SessionId signs(TuttiNode here) {
    SecretCollector collector = new SecretCollector(Signing.RIGHTLY);
    try (Group group = group(here, collector)) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);
      var handle = Group.await(group.agent(0).announce(request));
      Group.await(handle.signatures());
      SECRETS.addAll(collector.secrets());
      return new SessionTerms(handle.requestId(), request, 1).sessionId();
    }
  }

  /** Without anyone who checks anything; what is asked is asked again, and told to the log. */
  private static void fails(TuttiNode here) {
    SecretCollector collector = new SecretCollector(Signing.RIGHTLY);
    try (Group group = group(here, collector)) {
      var announced = group.agent(0).announce(group.request(1, Group.NO_BROADCAST));
      assertThat(catchThrowable(() -> announced.get(5, TimeUnit.SECONDS))).isNotNull();
      SECRETS.addAll(collector.secrets());
    }
  }

  private static Group group(TuttiNode here, SecretCollector collector) {
    VertxBus bus = new VertxBus(here.context().vertx());
    Group group =
        Group.of(
            2,
            signer -> bus,
            (signer, agent) -> agent.engine(collector).policy(Policy.approveAll()));
    collector.add(group.key(0));
    collector.add(group.key(1));
    return group;
  }

  record NewKey(String name, List<String> scopes) {}

  record NewHook(String url) {}

  private static void operates(WatchedServices services) throws Exception {
    String operator = services.operatorKey();
    secret(operator);
    JsonNode made = ask(services, "api-keys", new NewKey("watch", List.of("read:bans")), operator);
    secretOf(made, "tutti_api_");
    made = ask(services, "webhooks", new NewHook("https://hooks.example/1"), operator);
    secretOf(made, "whsec_");
    ask(services, "bans", new NewHook("no ban"), operator);
    ask(services, "bans", new NewHook("nobody's"), operator + "x");
  }

  /** What was not made, nobody could find anywhere. */
  private static void secretOf(JsonNode made, String begins) {
    assertThat(made.path("secret").asText()).startsWith(begins).hasSizeGreaterThan(40);
    secret(made.path("secret").asText());
  }

  private static JsonNode ask(WatchedServices services, String what, Object body, String key)
      throws IOException, InterruptedException {
    return Wire.mapper()
        .readTree(post(services, "/v1/admin/" + what, Wire.write(body), "Bearer " + key));
  }

  private static String post(
      WatchedServices services, String path, byte[] body, String authorization)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(services.origin() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  /** The token that the gateway gives is found by how it begins, if it is anywhere. */
  private static void logsIn(TuttiNode here, WatchedServices services) {
    try (SecretKey key = SecretKey.generate();
        GatewayBus bus =
            new GatewayBus(here.context().vertx(), URI.create(services.origin()))
                .holding(key, Engines.bouncyCastle())) {
      bus.openInbox(key.publicKey(), event -> {}).toCompletableFuture().join();
    }
  }

  /** By mistake, in places where nobody expects any. */
  private static void sendsSecrets(TuttiNode here, WatchedServices services) throws Exception {
    byte[] key = new byte[32];
    new java.security.SecureRandom().nextBytes(key);
    SECRETS.add(key);
    String hex = Bytes.of(key).hex();
    String token = "tutti_api_" + Bytes.of(key).hex();
    JsonObject wrong =
        new JsonObject()
            .put("type", "session.abort")
            .put("signer", hex)
            .put("secretNonce", hex)
            .put("body", new JsonObject().put("reason", hex).put("privateKey", hex))
            .put("signature", hex + hex);
    for (String operation : List.of("session.abort", "session.share-nonce", "request.announce")) {
      assertThat(
              catchThrowable(
                  () ->
                      LocalCluster.await(
                          here.context().vertx().eventBus().request("tutti." + operation, wrong))))
          .isNotNull();
    }
    post(services, "/v1/requests", wrong.toBuffer().getBytes(), "Bearer " + token);
    post(services, "/v1/requests", ("{\"privateKey\": " + hex).getBytes(UTF_8), token);
    post(services, "/v1/admin/bans", wrong.toBuffer().getBytes(), "Bearer " + token);
  }

  /** A signer's own process, with a key in a file that a passphrase opens. */
  private static String keepsAKey(TuttiNode here) throws InterruptedException {
    secret(PASSPHRASE);
    Map<String, String> environment = Map.of("TUTTI_PASSPHRASE", PASSPHRASE);
    String file = "--key-file=" + directory.resolve("signer.pem");
    OwnProcess makes =
        OwnProcess.start("keygen", Main.class, List.of("keygen", file, "--verbose"), environment);
    assertThat(makes.awaitExit()).isZero();
    var settings = here.context().settings();
    List<String> arguments =
        List.of(
            "advertise",
            file,
            "--verbose",
            "--type=spend",
            "--cluster-name=" + settings.get(Settings.CLUSTER_NAME),
            "--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0));
    OwnProcess advertises = OwnProcess.start("advertise", Main.class, arguments, environment);
    advertises.awaitExit(); // there is no discovery service: it says so, and nothing else
    return makes.said() + advertises.said();
  }
}
