package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import tutti.agent.Agent;
import tutti.agent.vertx.VertxBus;
import tutti.gateway.access.Bans;
import tutti.gateway.access.EdgeMeters;
import tutti.gateway.domain.Offender;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.runtime.cluster.TuttiNode;

/** Who must not come back: a signer that has withdrawn, and somebody who is banned. */
final class Absentees implements AutoCloseable {
  private static final String BANNED = "address:192.0.2.1";
  private static final String PARDONED = "address:192.0.2.2";
  private static final long BAN_MILLIS = Duration.ofHours(1).toMillis();

  private final SecretKey dave = SecretKey.generate();
  private final TamperedBus bus;
  private final Bans bans;
  private List<Offender> banned = List.of();

  Absentees(TuttiNode node) {
    bus = new TamperedBus(new VertxBus(node.context().vertx()));
    bans = new Bans(node.context(), new EdgeMeters(node.context().meters()));
  }

  void leave() {
    try (Agent agent = World.agent(bus, dave)) {
      Group.await(agent.advertise(advertisement()));
      Group.await(agent.withdraw());
    }
    LocalCluster.await(bans.ban(BANNED, BAN_MILLIS, "unwanted"));
    LocalCluster.await(bans.ban(PARDONED, BAN_MILLIS, "by mistake"));
    LocalCluster.await(bans.pardon(PARDONED));
    banned = LocalCluster.await(bans.list());
  }

  void assertStillAway() {
    assertThat(banned).extracting(Offender::subject).containsExactly(BANNED);
    assertThat(LocalCluster.await(bans.list())).isEqualTo(banned);
    var query = new SignerQuery(null, null, null, List.of(dave.publicKey()), null, null, 1, null);
    assertThat(Group.await(bus.request(DiscoveryApi.FIND, query).toCompletableFuture()).signers())
        .isEmpty();
    Envelope old =
        bus.envelopes().stream()
            .filter(said -> said.type().equals(DiscoveryApi.ADVERTISE.type()))
            .findFirst()
            .orElseThrow();
    var again = bus.request(DiscoveryApi.ADVERTISE.operation(), old).toCompletableFuture();
    // Too soon after the last one comes before too old.
    assertThat(Company.refusal(again)).isIn(ErrorCode.REPLAY, ErrorCode.RATE_LIMITED);
  }

  private static Advertisement advertisement() {
    return new Advertisement(
        List.of("spend"), null, null, 10L, System.currentTimeMillis() + 600_000, null);
  }

  @Override
  public void close() {
    dave.close();
  }
}
