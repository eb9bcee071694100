package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.AgentBuilder;
import tutti.agent.AgentEvent;
import tutti.agent.Bus;
import tutti.agent.SigningHandle;
import tutti.agent.chain.ChainBroadcaster;
import tutti.agent.chain.ChainWitness;
import tutti.agent.chain.FundingGuard;
import tutti.agent.chain.TransactionSpending;
import tutti.agent.lotus.LotusTerms;
import tutti.agent.vertx.VertxBus;
import tutti.chain.ChainClient;
import tutti.chain.ChainSettings;
import tutti.chain.ChainWatcher;
import tutti.chain.TransactionFormat;
import tutti.chain.Txid;
import tutti.chain.doubles.ChronikDouble;
import tutti.chain.doubles.FakeChain;
import tutti.chain.open.ChainAddress;
import tutti.chain.open.Chains;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusInput;
import tutti.transactions.lotus.LotusNode;
import tutti.transactions.lotus.LotusTransaction;

/** Lotus transactions from their funding until all have seen them, by a Chronik of that chain. */
class LotusChainTest {
  private static final long AMOUNT = 5_000_000;

  private static LocalCluster cluster;
  private static Bus bus;

  private final FakeChain chain = new FakeChain(TransactionFormat.LOTUS);
  private final ChronikDouble chronik = ChronikDouble.lotus(chain);
  private final ChainClient client =
      Chains.open(
          List.of(ChainAddress.of("chronik-lotus+" + chronik.address())),
          ChainSettings.defaults().withPerSecond(200).withDeadline(Duration.ofSeconds(5)),
          () -> null);
  private final ChainWatcher watcher = new ChainWatcher(client, Duration.ofMillis(100));

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start();
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void close() {
    client.close();
    chronik.close();
  }

  @Test
  void waitsForTheFundingBringsTheTransactionOutAndEveryoneSeesIt() {
    try (Company company = company(Duration.ofSeconds(25))) {
      LotusTransaction transaction = spending(company.group());

      CompletableFuture<SigningHandle> announced =
          company.creator().announce(request(company.group(), transaction, AMOUNT));
      await().until(() -> chronik.asked().size() > 20);
      assertThat(announced).isNotDone();
      chain.mine();

      Group.await(Group.await(announced).signatures());
      String txid = transaction.txidText();
      company.allHear(BroadcastConfirmed.class, event -> txid.equals(event.reference()));
      for (Agent agent : company.group().agents()) {
        assertThat(company.diary(agent).first(AgentEvent.BroadcastSeen.class).reference())
            .isEqualTo(txid);
      }
      assertThat(chain.broadcasts()).isEqualTo(1);
      assertAccepted(company.group(), transaction);
    }
  }

  @Test
  void signsNothingThatClaimsAnotherAmountThanThereIs() {
    try (Company company = company(Duration.ofSeconds(25))) {
      LotusTransaction transaction = spending(company.group());
      chain.mine();

      SigningRequest lying = request(company.group(), transaction, AMOUNT + 1);

      assertThat(Company.refusal(company.creator().announce(lying)))
          .isEqualTo(ErrorCode.REFUSED_BY_POLICY);
      AgentEvent.Rejected rejected =
          company.diary(company.creator()).first(AgentEvent.Rejected.class);
      assertThat(rejected.reason()).contains("another amount or script");
    }
  }

  /** The double of the chain runs no scripts of Lotus. */
  private void assertAccepted(Group group, LotusTransaction transaction) {
    var found = chain.find(new Txid(transaction.txid())).orElseThrow();
    LotusNode node =
        new LotusNode(found.transaction().serialized(), List.of(AMOUNT, AMOUNT), scripts(group));
    assertThat(node.accepts(0)).isTrue();
    assertThat(node.accepts(1)).isTrue();
  }

  private Company company(Duration patience) {
    return new Company(2, bus, (signer, agent) -> equip(agent, patience));
  }

  private void equip(AgentBuilder agent, Duration patience) {
    var transactions = new TransactionSpending();
    var rule = new FundingGuard.Rule(1, patience);
    agent
        .guard(new FundingGuard(client, watcher, transactions, rule))
        .broadcaster(new ChainBroadcaster(client, watcher, transactions, 0))
        .witness(new ChainWitness(client, watcher, transactions, 0));
  }

  /** Two outputs of the group that wait for a block, and a transaction that spends both. */
  private LotusTransaction spending(Group group) {
    List<LotusInput> inputs =
        scripts(group).stream().map(script -> chain.fund(script, AMOUNT)).map(this::input).toList();
    TxOutput paid = new TxOutput(2 * AMOUNT - 1_000, Bytes.fromHex("51"));
    return new LotusTransaction(2, inputs, List.of(paid), 0);
  }

  private LotusInput input(Outpoint outpoint) {
    return new LotusInput(outpoint, Bytes.EMPTY, 0xffffffffL);
  }

  private static SigningRequest request(Group group, LotusTransaction transaction, long claimed) {
    List<TxOutput> spent =
        scripts(group).stream().map(script -> new TxOutput(claimed, script)).toList();
    return LotusTerms.of(transaction, spent, group.publicKeys())
        .request(
            group.publicKeys().get(0),
            "acceptance",
            System.currentTimeMillis() + 600_000,
            null,
            null);
  }

  private static List<Bytes> scripts(Group group) {
    LotusGroup lotus = LotusGroup.of(group.publicKeys());
    return List.of(lotus.taprootScript(), lotus.pubkeyHashScript());
  }
}
