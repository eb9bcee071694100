package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.cli.Main;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.config.Settings;
import tutti.store.DatabaseServer;
import tutti.store.NeedsDatabase;

/** The database behind the services is away for a while. */
@NeedsDatabase
@Timeout(300)
class DatabaseOutageTest {
  private static final int GROUPS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final DatabaseServer server = DatabaseServer.stopped();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void losesNothingWhenTheDatabaseGoesUnderLoadAndComesBack() {
    server.startAgain();
    String database = server.newDatabase();
    try (LocalCluster cluster = cluster(database);
        Load load = new Load(new VertxBus(cluster.vertx()))) {
      load.awaitMore(8);

      server.crash();
      load.awaitRefusals();
      server.startAgain();

      load.awaitMore(8);
      load.end();
      load.assertAllSigned();
      assertThat(DatabaseServer.query(database, complete()))
          .isEqualTo(String.valueOf(load.signed.size()));
    }
  }

  @Test
  void waitsForNobodyWhenTheDatabaseStandsStill() {
    server.startAgain();
    try (LocalCluster cluster = cluster(server.newDatabase());
        Load load = new Load(new VertxBus(cluster.vertx()))) {
      load.awaitMore(4);

      server.freeze();
      load.awaitRefusals();
      server.thaw();

      load.awaitMore(8);
      load.end();
      load.assertAllSigned();
    }
  }

  @Test
  void endsAMemberThatFindsNoDatabaseWithAReason() throws InterruptedException {
    List<String> arguments =
        List.of(
            "serve",
            "all",
            "--cluster-members=none",
            "--join-timeout=2s",
            "--database-url=" + server.url("postgres"));
    Map<String, String> environment = Map.of("TUTTI_DATABASE_PASSWORD", DatabaseServer.PASSWORD);

    OwnProcess member = OwnProcess.start("no-database", Main.class, arguments, environment);

    assertThat(member.awaitExit()).isEqualTo(1);
    assertThat(member.said())
        .contains("error: UNAVAILABLE: the database does not take part")
        .doesNotContain(DatabaseServer.PASSWORD);
  }

  private static LocalCluster cluster(String database) {
    return LocalCluster.start(
        settings ->
            settings
                .with(Settings.DATABASE_URL, database)
                .with(Settings.DATABASE_PASSWORD, DatabaseServer.PASSWORD)
                .with(Settings.DATABASE_TIMEOUT, "1s")
                .with(Settings.SWEEP_INTERVAL, "200ms"));
  }

  private static String complete() {
    return "SELECT count(*) FROM tutti_documents WHERE map = 'sessions'"
        + " AND document->'stage'->>'phase' = 'COMPLETE'";
  }

  /** Pairs that sign one request after the other until told to end. */
  private static final class Load implements AutoCloseable {
    private final Bus bus;
    private final List<Group> groups = new ArrayList<>();
    private final Queue<Signed> signed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final List<CompletableFuture<Void>> signing = new ArrayList<>();
    private volatile boolean ending;

    private record Signed(
        Group group, SigningRequest request, RequestId id, List<Signature> signatures) {}

    Load(Bus bus) {
      this.bus = bus;
      IntStream.range(0, GROUPS).forEach(i -> groups.add(Group.of(2, bus)));
      groups.forEach(group -> signing.add(sign(group)));
    }

    private CompletableFuture<Void> sign(Group group) {
      if (ending) {
        return CompletableFuture.completedFuture(null);
      }
      SigningRequest request = group.request(1, Group.NO_BROADCAST);
      // An agent says it again for half a minute; longer than that is up to the application.
      return group
          .agent(0)
          .announce(request)
          .thenCompose(
              handle ->
                  handle
                      .signatures()
                      .thenAccept(
                          signatures ->
                              signed.add(
                                  new Signed(group, request, handle.requestId(), signatures))))
          .thenRun(count::incrementAndGet)
          .thenComposeAsync(done -> sign(group));
    }

    void awaitMore(int sessions) {
      int wanted = count.get() + sessions;
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  count.get() >= wanted
                      || signing.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
    }

    /** Whoever waited for the database may hear nothing in time; the next ones hear why. */
    void awaitRefusals() {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                ErrorCode refusal = refusalOfAnAnnouncement();
                assertThat(refusal.retryable()).isTrue();
                return refusal == ErrorCode.UNAVAILABLE;
              });
    }

    private ErrorCode refusalOfAnAnnouncement() {
      try (Group other =
          Group.of(
              1, member -> bus, (member, agent) -> agent.callDeadline(Duration.ofSeconds(4)))) {
        return Company.refusal(other.agent(0).announce(other.request(1, Group.NO_BROADCAST)));
      }
    }

    void end() {
      ending = true;
      signing.forEach(Group::await);
    }

    void assertAllSigned() {
      for (Signed one : signed) {
        assertThat(Group.verifies(one.request, one.signatures)).isTrue();
        var session = new SessionTerms(one.id, one.request, 1).sessionId();
        assertThat(Group.await(one.group.agent(0).status(session)).phase())
            .isEqualTo(SessionPhase.COMPLETE);
      }
    }

    @Override
    public void close() {
      groups.forEach(Group::close);
    }
  }
}
