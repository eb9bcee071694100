package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.Bus;
import tutti.agent.Policy;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.Settings;
import tutti.store.DatabaseServer;
import tutti.store.NeedsDatabase;

/** A document in the database that cannot be read any more when all members start again. */
@NeedsDatabase
class UnreadableDocumentTest {
  private static final String SPOILT = "{\"state\":\"sung\"}";
  private static DatabaseServer server;

  private final List<SecretKey> keys = Stream.generate(SecretKey::generate).limit(2).toList();

  @BeforeAll
  static void startServer() {
    server = DatabaseServer.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void close() {
    keys.forEach(SecretKey::close);
  }

  /** Taken for absent it would be announced anew, and its joins overwritten. */
  @Test
  void refusesWhatConcernsItAndLeavesItInTheDatabase() {
    String database = server.newDatabase();
    SigningRequest request = request(1);
    RequestId spoilt;
    RequestId intact;
    try (LocalCluster cluster = cluster(database);
        Agent agent = agent(cluster)) {
      spoilt = Group.await(agent.announce(request)).requestId();
      intact = Group.await(agent.announce(request(2))).requestId();
    }
    String row = "FROM tutti_documents WHERE key = '%s'".formatted(spoilt.hex());
    assertThat(DatabaseServer.query(database, "SELECT map " + row)).isEqualTo("signing-requests");
    DatabaseServer.execute(
        database,
        "UPDATE tutti_documents SET document = '%s' WHERE key = '%s'"
            .formatted(SPOILT, spoilt.hex()));

    try (LocalCluster cluster = cluster(database);
        Agent agent = agent(cluster)) {
      Bus bus = new VertxBus(cluster.vertx());
      World.eventually(() -> Group.await(view(bus, intact)).state(), RequestState.OPEN::equals);
      World.eventually(
          () -> String.valueOf(Company.failure(view(bus, spoilt)).getMessage()),
          message -> message.contains("cannot be read back"));
      assertThat(Company.refusal(view(bus, spoilt))).isEqualTo(ErrorCode.UNAVAILABLE);
      // Asked again until the end; the last try may be one that had no answer.
      assertThat(Company.refusal(agent.announce(request)))
          .isIn(ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT);
      assertThat(DatabaseServer.query(database, "SELECT document " + row)).isEqualTo(SPOILT);
    }
  }

  private static CompletableFuture<RequestView> view(Bus bus, RequestId id) {
    return bus.request(RequestApi.GET, new GetRequest(id)).toCompletableFuture();
  }

  private SigningRequest request(int number) {
    return World.request(keys.stream().map(SecretKey::publicKey).toList(), number);
  }

  private Agent agent(LocalCluster cluster) {
    return Group.await(
        Agent.builder(new VertxBus(cluster.vertx()))
            .key(keys.get(0))
            .policy(Policy.approveAll())
            .callDeadline(Duration.ofSeconds(3))
            .start());
  }

  private static LocalCluster cluster(String database) {
    return LocalCluster.start(
        settings ->
            settings
                .with(Settings.DATABASE_URL, database)
                .with(Settings.DATABASE_PASSWORD, DatabaseServer.PASSWORD));
  }
}
