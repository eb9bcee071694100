package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.agent.Agent;
import tutti.agent.Bus;
import tutti.agent.SigningHandle;
import tutti.agent.vertx.VertxBus;
import tutti.protocol.ElectionMethod;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Sessions of signers to whom messages get lost and come twice. */
class LossTest {
  private static LocalCluster cluster;
  private static Bus bus;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start();
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void completesEverySessionThoughHalfOfAllEventsGetLost(long seed) {
    try (Group group =
        Group.of(
            3,
            signer -> new LossyBus(bus, 10 * seed + signer),
            (signer, agent) -> agent.limits(Limits.defaults().with(Limit.SYNC_INTERVAL, 100)))) {
      List<SigningRequest> requests =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      group.request(
                          List.of(SigningItem.of(Group.message((int) seed * 100 + i))),
                          Group.NO_BROADCAST))
              .toList();

      List<SigningHandle> announced =
          requests.stream().map(group.agent(0)::announce).toList().stream()
              .map(Group::await)
              .toList();

      for (int i = 0; i < requests.size(); i++) {
        assertThat(Group.verifies(requests.get(i), Group.await(announced.get(i).signatures())))
            .isTrue();
        for (Agent agent : group.agents()) {
          var signatures = agent.finalSignatures(announced.get(i).requestId());
          assertThat(Group.verifies(requests.get(i), Group.await(signatures))).isTrue();
        }
      }
    }
  }

  @Test
  void letsEveryoneLearnOfTheBroadcastInSpiteOfLosses() {
    try (Company company =
        new Company(
            3,
            new LossyBus(bus, 7),
            (signer, agent) ->
                agent.broadcaster(
                    order -> java.util.concurrent.CompletableFuture.completedFuture("txid")))) {
      RequestOptions options =
          new RequestOptions(null, null, null, null, ElectionMethod.HASH_BASED, null, null);
      company.announce(company.group().request(1, options));

      company.allHear(BroadcastConfirmed.class, event -> "txid".equals(event.reference()));
    }
  }
}
