package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.agent.Agent;
import tutti.agent.AgentEvent;
import tutti.agent.Broadcaster;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.TaggedHash;
import tutti.protocol.ElectionMethod;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionId;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.CoordinatorFailed;
import tutti.protocol.event.FailoverExhausted;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.BroadcastView;
import tutti.protocol.session.SessionPhase;

/** Who brings the result out, who takes over, and that everybody knows. */
class FailoverTest {
  private static LocalCluster cluster;
  private static Bus bus;

  @BeforeAll
  static void start() {
    cluster =
        LocalCluster.start(
            settings -> settings.with(tutti.runtime.config.Settings.SWEEP_INTERVAL, "100ms"));
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource(ElectionMethod.class)
  void tellsEveryoneWhoIsElectedAndWhatWasBroadcast(ElectionMethod method) {
    try (Company company = new Company(3, bus)) {
      SigningRequest request = request(company, elected(method));
      int coordinator = request.orderedKeys().indexOf(expected(method, request));

      SessionId session = company.announce(request);

      company.allHear(
          ShouldBroadcast.class,
          order -> order.sessionId().equals(session) && order.coordinator() == coordinator);
      for (Agent agent : company.agents()) {
        assertThat(Group.await(agent.electionInfo(session)).coordinator()).isEqualTo(coordinator);
        assertThat(Group.await(agent.isCoordinator(session)))
            .isEqualTo(agent.publicKey().equals(expected(method, request)));
      }
      Group.await(company.agentAt(request, coordinator).confirmBroadcast(session, "txid"));
      company.allHear(
          BroadcastConfirmed.class,
          event -> event.coordinator() == coordinator && "txid".equals(event.reference()));
      allSee(company, session, BroadcastState.BROADCAST_CONFIRMED, List.of());
    }
  }

  @Test
  void refusesAConfirmationAndAReportFromAnyoneButTheCoordinator() {
    try (Company company = new Company(3, bus)) {
      SigningRequest request = request(company, elected(ElectionMethod.FIRST_SIGNER));
      SessionId session = company.announce(request);
      company.allHear(ShouldBroadcast.class, order -> true);

      Agent other = company.agentAt(request, 1);

      assertThat(Company.refusal(other.confirmBroadcast(session, "txid")))
          .isEqualTo(ErrorCode.CONFLICT);
      assertThat(Company.refusal(other.reportBroadcastFailure(session, "no")))
          .isEqualTo(ErrorCode.CONFLICT);
      allSee(company, session, BroadcastState.AWAITING_BROADCAST, List.of());
    }
  }

  @Test
  void asksTheNextWhenACoordinatorReportsThatItFailed() {
    try (Company company = new Company(3, bus)) {
      SigningRequest request = request(company, elected(ElectionMethod.LAST_SIGNER));
      SessionId session = company.announce(request);
      company.allHear(ShouldBroadcast.class, order -> order.coordinator() == 2);

      Group.await(company.agentAt(request, 2).reportBroadcastFailure(session, "node down"));

      company.allHear(
          CoordinatorFailed.class,
          failed ->
              failed.failed() == 2
                  && Integer.valueOf(1).equals(failed.next())
                  && "node down".equals(failed.reason()));
      company.allHear(ShouldBroadcast.class, order -> order.coordinator() == 1);
      assertThat(Company.refusal(company.agentAt(request, 2).confirmBroadcast(session, "late")))
          .isEqualTo(ErrorCode.CONFLICT);
      Group.await(company.agentAt(request, 1).confirmBroadcast(session, "txid"));
      allSee(company, session, BroadcastState.BROADCAST_CONFIRMED, List.of(2));
    }
  }

  @Test
  void asksOneAfterTheOtherWhenCoordinatorsAreSilentAndTellsEveryoneThatNobodyIsLeft() {
    try (Company company = new Company(3, bus)) {
      SigningRequest request = request(company, options(ElectionMethod.FIRST_SIGNER, null, 700L));

      SessionId session = company.announce(request);

      company.allHear(FailoverExhausted.class, end -> end.failed().equals(List.of(0, 1, 2)));
      for (Agent agent : company.agents()) {
        Diary diary = company.diary(agent);
        assertThat(diary.heard(ShouldBroadcast.class))
            .extracting(ShouldBroadcast::coordinator)
            .containsExactly(0, 1, 2);
        assertThat(diary.all(AgentEvent.BroadcastWanted.class)).hasSize(1);
        assertThat(Group.await(agent.finalSignatures(session))).hasSize(1);
      }
      allSee(company, session, BroadcastState.FAILOVER_EXHAUSTED, List.of(0, 1, 2));
      assertThat(Company.refusal(company.agentAt(request, 2).confirmBroadcast(session, "late")))
          .isEqualTo(ErrorCode.WRONG_PHASE);
    }
  }

  @Test
  void asksNobodyElseWhereTheRequestSwitchesFailoverOff() {
    try (Company company = new Company(2, bus)) {
      SigningRequest request = request(company, elected(ElectionMethod.CREATOR));
      int creator = request.orderedKeys().indexOf(request.creator());
      SessionId session = company.announce(request);
      company.allHear(ShouldBroadcast.class, order -> order.coordinator() == creator);

      Group.await(company.creator().reportBroadcastFailure(session, "no"));

      company.allHear(FailoverExhausted.class, end -> end.failed().equals(List.of(creator)));
      allSee(company, session, BroadcastState.FAILOVER_EXHAUSTED, List.of(creator));
    }
  }

  @Test
  void callsTheBroadcasterOfTheCoordinatorOnlyAndOfTheNextWhenThatFails() {
    Map<Integer, Broadcaster.Order> orders = new ConcurrentHashMap<>();
    try (Company company =
        new Company(
            3,
            bus,
            (signer, agent) ->
                agent.broadcaster(order -> broadcast(signer, order, signer == 0, orders)))) {
      SigningRequest request = request(company, elected(ElectionMethod.FIRST_SIGNER));

      SessionId session = company.announce(request);

      company.allHear(
          BroadcastConfirmed.class,
          event -> event.coordinator() == 1 && "by 1".equals(event.reference()));
      assertThat(orders).containsOnlyKeys(0, 1);
      assertThat(Group.verifies(request, orders.get(1).signatures())).isTrue();
      allSee(company, session, BroadcastState.BROADCAST_CONFIRMED, List.of(0));
    }
  }

  private static CompletionStage<String> broadcast(
      int signer,
      Broadcaster.Order order,
      boolean failing,
      Map<Integer, Broadcaster.Order> orders) {
    orders.put(signer, order);
    return failing
        ? CompletableFuture.failedFuture(new IllegalStateException("mempool full"))
        : CompletableFuture.completedFuture("by " + signer);
  }

  private static void allSee(
      Company company, SessionId session, BroadcastState state, List<Integer> failed) {
    for (Agent agent : company.agents()) {
      var status = Group.await(agent.status(session));
      BroadcastView broadcast = status.broadcast();
      assertThat(status.phase()).isEqualTo(SessionPhase.COMPLETE);
      assertThat(broadcast).isNotNull();
      assertThat(broadcast.state()).isEqualTo(state);
      assertThat(broadcast.failed()).isEqualTo(failed);
    }
  }

  /** In the order in which the group was made, which is seldom the sorted one. */
  private static SigningRequest request(Company company, RequestOptions options) {
    return SigningRequest.by(company.creator().publicKey(), company.group().publicKeys())
        .keyOrder(KeyOrder.GIVEN)
        .items(List.of(SigningItem.of(Group.message(1))))
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(options)
        .build();
  }

  private static RequestOptions elected(ElectionMethod method) {
    return options(method, null, null);
  }

  private static RequestOptions options(
      ElectionMethod method, @Nullable Boolean failover, @Nullable Long broadcastTimeout) {
    return new RequestOptions(null, null, null, broadcastTimeout, method, failover, null);
  }

  /** The rule, written down once more. */
  private static PublicKey expected(ElectionMethod method, SigningRequest request) {
    List<PublicKey> sorted = request.keys().stream().sorted().toList();
    return switch (method) {
      case LEXICOGRAPHIC -> sorted.get(0);
      case HASH_BASED -> sorted.get(draw(sorted));
      case FIRST_SIGNER -> request.keys().get(0);
      case LAST_SIGNER -> request.keys().get(request.keys().size() - 1);
      case CREATOR -> request.creator();
    };
  }

  private static int draw(List<PublicKey> sorted) {
    String text = sorted.stream().map(PublicKey::hex).collect(Collectors.joining());
    Bytes hash = TaggedHash.sha256(Bytes.of(text.getBytes(StandardCharsets.US_ASCII)));
    BigInteger first = new BigInteger(hash.hex().substring(0, 8), 16);
    return first.mod(BigInteger.valueOf(sorted.size())).intValue();
  }
}
