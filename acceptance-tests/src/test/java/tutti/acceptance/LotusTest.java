package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.agent.Bus;
import tutti.agent.Decision;
import tutti.agent.Policy;
import tutti.agent.ProposedSigning;
import tutti.agent.lotus.LotusProposal;
import tutti.agent.lotus.LotusTerms;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Bytes;
import tutti.musig2.Signature;
import tutti.protocol.event.RequestDeclined;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusNode;
import tutti.transactions.lotus.LotusSigners;
import tutti.transactions.lotus.LotusTransaction;

/** Transactions of the Lotus chain that agents sign together. */
class LotusTest {
  private static final long AMOUNT = 5_000_000;

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

  /** One is Taproot, the other one names the hash of the group's key. */
  @Test
  void threeAgentsSpendTwoInputs() {
    Queue<ProposedSigning> asked = new ConcurrentLinkedQueue<>();
    try (Company company = company(3, asked)) {
      SigningRequest request = request(company.group());

      List<Signature> signatures = company.group().sign(request);

      LotusTransaction signed = LotusProposal.of(request).signed(signatures);
      assertThat(signed.isSigned()).isTrue();
      assertThat(signed.txidText()).isEqualTo(transaction().txidText());
      LotusNode node =
          new LotusNode(signed.serialized(), List.of(AMOUNT, AMOUNT), scripts(company.group()));
      assertThat(node.accepts(0)).isTrue();
      assertThat(node.accepts(1)).isTrue();
      assertThat(asked).hasSizeGreaterThanOrEqualTo(3);
      assertThat(asked)
          .allSatisfy(
              proposed -> assertThat(proposed.lotus().summary().fee()).isEqualTo(AMOUNT - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"message", "tweaks", "amount", "transaction"})
  void nobodyIsAskedAboutARequestThatIsNotItsTransactions(String part) {
    Queue<ProposedSigning> asked = new ConcurrentLinkedQueue<>();
    try (Company company = company(2, asked)) {
      ScriptedSigner liar = new ScriptedSigner(new Line(cluster.vertx()), company.group().key(0));

      liar.announce(lying(request(company.group()), part));

      var declined =
          company.diary(company.group().agent(1)).awaitHeard(RequestDeclined.class, any -> true);
      assertThat(declined.reason()).startsWith("CONFLICT: ").contains("items[0]");
      assertThat(asked).isEmpty();
    }
  }

  private static SigningRequest lying(SigningRequest honest, String part) {
    ObjectNode body = Wire.tree(honest);
    ObjectNode item = (ObjectNode) body.get("items").get(0);
    ObjectNode lotus = (ObjectNode) body.get("lotus");
    switch (part) {
      case "message" -> item.put("message", "11".repeat(32));
      case "tweaks" -> item.remove("tweaks");
      case "amount" -> ((ObjectNode) lotus.get("spentOutputs").get(1)).put("amount", AMOUNT + 1);
      default -> lotus.put("transaction", LotusSigners.spending(2, AMOUNT - 1).serialized().hex());
    }
    return Wire.read(body, SigningRequest.class);
  }

  private static Company company(int size, Queue<ProposedSigning> asked) {
    Policy policy =
        proposed -> {
          asked.add(proposed);
          return CompletableFuture.completedFuture(Decision.approve());
        };
    return new Company(size, bus, (signer, agent) -> agent.policy(policy));
  }

  private static SigningRequest request(Group group) {
    List<TxOutput> spent = LotusSigners.outputs(AMOUNT, scripts(group));
    return LotusTerms.of(transaction(), spent, group.publicKeys())
        .request(
            group.publicKeys().get(0),
            "acceptance",
            System.currentTimeMillis() + 600_000,
            Group.NO_BROADCAST,
            null);
  }

  private static LotusTransaction transaction() {
    return LotusSigners.spending(2, AMOUNT);
  }

  private static List<Bytes> scripts(Group group) {
    LotusGroup lotus = LotusGroup.of(group.publicKeys());
    return List.of(lotus.taprootScript(), lotus.pubkeyHashScript());
  }
}
