package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.AgentBuilder;
import tutti.agent.AgentEvent;
import tutti.agent.Broadcaster;
import tutti.agent.Bus;
import tutti.agent.SigningHandle;
import tutti.agent.chain.ChainBroadcaster;
import tutti.agent.chain.ChainWitness;
import tutti.agent.chain.FundingGuard;
import tutti.agent.vertx.VertxBus;
import tutti.chain.ChainClient;
import tutti.chain.ChainSettings;
import tutti.chain.ChainWatcher;
import tutti.chain.TransactionFormat;
import tutti.chain.doubles.ChronikDouble;
import tutti.chain.doubles.EsploraDouble;
import tutti.chain.doubles.FakeChain;
import tutti.chain.doubles.Mischief;
import tutti.chain.open.ChainAddress;
import tutti.chain.open.Chains;
import tutti.protocol.ElectionMethod;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningRequest;

/** Signers with a chain: what they wait for, who brings the result out, and what everyone sees. */
class ChainTest {
  private static final long TURN = 3_000;

  private static LocalCluster cluster;
  private static Bus bus;

  private final FakeChain chain = new FakeChain(TransactionFormat.BITCOIN);
  private final EsploraDouble esplora = EsploraDouble.of(chain);
  private final ChronikDouble chronik = ChronikDouble.inNode(chain);
  private final SharedSpending spending = new SharedSpending();
  private final ChainClient client =
      Chains.open(
          List.of(
              ChainAddress.of("esplora+" + esplora.address()),
              ChainAddress.of("chronik+" + chronik.address())),
          ChainSettings.defaults().withPerSecond(200).withDeadline(Duration.ofSeconds(5)),
          () -> null);
  private final ChainWatcher watcher = new ChainWatcher(client, Duration.ofMillis(100));
  private final Map<Integer, Broadcaster> broadcasters = new ConcurrentHashMap<>();

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

  @AfterEach
  void close() {
    client.close();
    esplora.close();
    chronik.close();
  }

  @Test
  void waitsForTheFundingBringsTheTransactionOutAndEveryoneSeesIt() {
    try (Company company = company(Duration.ofSeconds(25))) {
      SigningRequest request = fund(company);

      CompletableFuture<SigningHandle> announced = company.creator().announce(request);
      await().until(() -> esplora.asked().size() > 20);
      assertThat(announced).isNotDone();
      chain.mine();

      Group.await(Group.await(announced).signatures());
      String txid = spending.txid().text();
      company.allHear(BroadcastConfirmed.class, event -> txid.equals(event.reference()));
      allSee(company);
      assertThat(chain.broadcasts()).as("once to each server").isEqualTo(2);
      assertThat(chain.find(spending.txid())).isPresent();
    }
  }

  @Test
  void signsNothingWhoseFundingIsNotConfirmed() {
    try (Company company = company(Duration.ZERO)) {
      SigningRequest request = fund(company);

      assertThat(Company.refusal(company.creator().announce(request)))
          .isEqualTo(ErrorCode.REFUSED_BY_POLICY);

      AgentEvent.Rejected rejected =
          company.diary(company.creator()).first(AgentEvent.Rejected.class);
      assertThat(rejected.reason()).contains("funding", "does not have 1 confirmations");
    }
  }

  @Test
  void signsNothingThatClaimsAnotherAmountThanThereIs() {
    try (Company company = company(Duration.ofSeconds(25))) {
      SigningRequest request = fund(company);
      chain.mine();
      spending.claim(SharedSpending.AMOUNT + 1);

      assertThat(Company.refusal(company.creator().announce(request)))
          .isEqualTo(ErrorCode.REFUSED_BY_POLICY);

      AgentEvent.Rejected rejected =
          company.diary(company.creator()).first(AgentEvent.Rejected.class);
      assertThat(rejected.reason()).contains("another amount or script");
    }
  }

  @Test
  void decidesNothingAsLongAsNoServerAnswersAndRefusesNothingForGood() {
    try (Company company = company(Duration.ZERO)) {
      SigningRequest request = fund(company);
      chain.mine();
      esplora.misbehave(Mischief.DOWN);
      chronik.misbehave(Mischief.GARBAGE);

      assertThat(Company.refusal(company.creator().announce(request)))
          .isEqualTo(ErrorCode.REFUSED_BY_POLICY);
      AgentEvent.Rejected rejected =
          company.diary(company.creator()).first(AgentEvent.Rejected.class);
      assertThat(rejected.reason()).isEqualTo("no decision in time");

      chronik.misbehave(Mischief.NONE);
      company.announce(request);
      company.allHear(BroadcastConfirmed.class, event -> true);
    }
  }

  @Test
  void letsTheNextOneBroadcastWhenTheCoordinatorDies() {
    try (Company company = company(Duration.ZERO)) {
      SigningRequest request = fund(company);
      chain.mine();
      Agent first = company.agentAt(request, 0);
      broadcasters.put(
          company.agents().indexOf(first), order -> die(first)); // before it has done anything

      company.announce(request);

      Agent second = company.agentAt(request, 1);
      company.diary(second).awaitHeard(ShouldBroadcast.class, order -> order.coordinator() == 1);
      company.diary(second).awaitHeard(BroadcastConfirmed.class, end -> end.coordinator() == 1);
      assertThat(chain.find(spending.txid())).isPresent();
      assertThat(chain.broadcasts()).as("once to each server").isEqualTo(2);
    }
  }

  @Test
  void seesTheTransactionThoughTheConfirmationIsLost() {
    try (Company company = company(Duration.ZERO)) {
      SigningRequest request = fund(company);
      chain.mine();
      Agent first = company.agentAt(request, 0);
      broadcasters.put(
          company.agents().indexOf(first),
          order -> {
            chain.broadcast(spending.of(order).orElseThrow());
            return die(first); // before it can say so
          });

      company.announce(request);

      Diary second = company.diary(company.agentAt(request, 1));
      assertThat(second.first(AgentEvent.BroadcastSeen.class).reference())
          .isEqualTo(spending.txid().text());
      assertThat(second.heard(BroadcastConfirmed.class)).isEmpty();
      // When its turn comes, nothing is left to do but say so.
      second.awaitHeard(
          BroadcastConfirmed.class,
          end -> end.coordinator() == 1 && spending.txid().text().equals(end.reference()));
      assertThat(chain.broadcasts()).isEqualTo(1);
    }
  }

  @Test
  void bringsOutWhatTheCoordinatorOnlySaysToHaveBroughtOut() {
    try (Company company = company(Duration.ZERO)) {
      SigningRequest request = fund(company);
      chain.mine();
      int liar = company.agents().indexOf(company.agentAt(request, 0));
      String txid = spending.txid().text();
      broadcasters.put(
          liar, order -> CompletableFuture.completedFuture(txid)); // it never does anything

      company.announce(request);

      company.allHear(BroadcastConfirmed.class, end -> end.coordinator() == 0);
      Diary honest = company.diary(company.agentAt(request, 1));
      assertThat(honest.first(AgentEvent.BroadcastDoubted.class).reference()).isEqualTo(txid);
      honest.first(AgentEvent.BroadcastSeen.class);
      assertThat(chain.find(spending.txid())).isPresent();
    }
  }

  private Company company(Duration patience) {
    return new Company(2, bus, (signer, agent) -> equip(signer, agent, patience));
  }

  private void equip(int signer, AgentBuilder agent, Duration patience) {
    var broadcaster = new ChainBroadcaster(client, watcher, spending, 0);
    agent
        .guard(new FundingGuard(client, watcher, spending, new FundingGuard.Rule(1, patience)))
        .broadcaster(order -> broadcasters.getOrDefault(signer, broadcaster).broadcast(order))
        .witness(new ChainWitness(client, watcher, spending, 0));
  }

  private SigningRequest fund(Company company) {
    var options =
        new RequestOptions(null, null, null, TURN, ElectionMethod.FIRST_SIGNER, null, null);
    return spending.fund(chain, company.group().publicKeys(), options);
  }

  private void allSee(Company company) {
    for (Agent agent : company.agents()) {
      assertThat(company.diary(agent).first(AgentEvent.BroadcastSeen.class).reference())
          .isEqualTo(spending.txid().text());
    }
  }

  private static CompletableFuture<String> die(Agent agent) {
    agent.close();
    return new CompletableFuture<>();
  }
}
