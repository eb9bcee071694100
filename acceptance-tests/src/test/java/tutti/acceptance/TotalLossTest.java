package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.cluster.TuttiNode;
import tutti.store.DatabaseServer;
import tutti.store.NeedsDatabase;

/** All members that hold documents die at once, with a database behind them. */
@NeedsDatabase
class TotalLossTest {
  private static DatabaseServer server;

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

  @Test
  void losesNothingThatWasAcknowledged() {
    String database = server.newDatabase();
    try (Members members = new Members("loss", database)) {
      members.start(2);
      TuttiNode node = members.visitor();
      try (World world = new World(node);
          Absentees absentees = new Absentees(node)) {
        world.happen();
        absentees.leave();
        members.killAll();
        members.start(2);

        world.assertEverythingIsThere();
        absentees.assertStillAway();
        world.assertWhatRanIsSignedInTheSecondAttempt();
        world.assertWhatWasOpenGoesOn();
        world.assertNobodySpokeTwice(database);
      } finally {
        members.killAll(); // nobody is left to hand anything over to
        LocalCluster.await(node.close());
      }
      assertThat(members.said()).doesNotContain(DatabaseServer.PASSWORD);
    }
  }

  @Test
  void letsSignersThatWereAwayTooFindWhatRan() {
    String database = server.newDatabase();
    try (Members members = new Members("loss-of-signers", database)) {
      members.start(1);
      List<SecretKey> keys = List.of(SecretKey.generate(), SecretKey.generate());
      SigningRequest request = World.request(publicKeys(keys), 1);
      RequestId id = stuckBeforeSigning(members, keys, request);
      members.killAll();
      members.start(1);

      TuttiNode node = members.visitor();
      List<Agent> agents = agents(new VertxBus(node.context().vertx()), keys);
      try {
        SessionId second = new SessionTerms(id, request, 2).sessionId();

        assertThat(Group.verifies(request, Group.await(agents.get(0).finalSignatures(second))))
            .isTrue();
        assertThat(Group.await(agents.get(1).status(second)).attempt()).isEqualTo(2);
      } finally {
        agents.forEach(Agent::close);
        LocalCluster.await(node.close());
      }
    }
  }

  /** A session in its last round, whose signers then go. */
  private static RequestId stuckBeforeSigning(
      Members members, List<SecretKey> keys, SigningRequest request) {
    TuttiNode node = members.visitor();
    Bus stuck =
        new TamperedBus(new VertxBus(node.context().vertx()))
            .holding(World.firstAttempt(SessionApi.SHARE_PARTIAL_SIGNATURE.type()));
    List<Agent> agents = agents(stuck, keys);
    try {
      RequestId id = Group.await(agents.get(0).announce(request)).requestId();
      SessionId first = new SessionTerms(id, request, 1).sessionId();
      World.eventually(
          () -> Group.await(agents.get(0).status(first)).phase(),
          SessionPhase.PARTIAL_SIGNATURE_EXCHANGE::equals);
      return id;
    } finally {
      agents.forEach(Agent::close);
      LocalCluster.await(node.close());
    }
  }

  private static List<Agent> agents(Bus bus, List<SecretKey> keys) {
    return keys.stream().map(key -> World.agent(bus, key)).toList();
  }

  private static List<PublicKey> publicKeys(List<SecretKey> keys) {
    return keys.stream().map(SecretKey::publicKey).toList();
  }
}
