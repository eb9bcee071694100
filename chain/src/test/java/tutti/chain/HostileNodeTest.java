package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.chain.BackendsTest.assertFails;
import static tutti.chain.BackendsTest.await;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.chain.ChainException.Code;
import tutti.chain.backend.CheckedChain;
import tutti.chain.bitcoind.BitcoindNode;
import tutti.chain.bitcoind.Credentials;
import tutti.chain.http.Endpoint;
import tutti.chain.regtest.NodeRecording;
import tutti.chain.regtest.NodeRecording.Exchange;
import tutti.chain.regtest.RpcServer;
import tutti.transactions.bitcoin.Outpoint;

/** A node whose answers are what a node would not say, or say at the worst moment. */
class HostileNodeTest {
  private static final Outpoint SOME = new Outpoint(Txid.of("77".repeat(32)).hash(), 0);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e16000000",
        "1e-16000000",
        "1e400",
        "\"0.5\"",
        "null",
        "0.123456789",
        "999999999999.0"
      })
  void doesNotCountWithANumberThatIsNoAmount(String value) throws Exception {
    String reply =
        """
        {"result": {"bestblock": "%s", "confirmations": 0, "value": %s,
         "scriptPubKey": {"hex": "51"}}, "error": null}
        """
            .formatted("00".repeat(32), value);
    try (RpcServer server = RpcServer.start(call -> new Exchange(call, 200, reply));
        ChainClient client = open(server)) {
      assertFails(client.output(SOME), Code.BAD_ANSWER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"error\": null}", "[]", "{\"result\": 7, \"error\": null}"})
  void doesNotTakeAnAnswerWithoutTheFieldThatMattersForANo(String reply) throws Exception {
    try (RpcServer server = RpcServer.start(call -> new Exchange(call, 200, reply));
        ChainClient client = open(server)) {
      assertFails(client.output(SOME), Code.BAD_ANSWER);
    }
  }

  @Test
  void doesNotTakeForSpentWhatArrivesBetweenTwoQuestions() throws Exception {
    NodeRecording recording = NodeRecording.read();
    Txid funding = Txid.of(recording.facts().get("funding"));
    Outpoint outpoint =
        new Outpoint(funding.hash(), Long.parseLong(recording.facts().get("index")));
    Queue<String> early = new ArrayDeque<>(List.of("gettxout")); // asked before it arrives
    RpcServer.Answers answers =
        call -> {
          if (!early.isEmpty() && call.contains(early.peek())) {
            early.remove();
            return new Exchange(call, 200, "{\"result\": null, \"error\": null}");
          }
          return call.contains("gettxspendingprevout")
              ? new Exchange(call, 200, "{\"result\": [{}], \"error\": null}")
              : recording.answer("waiting", call);
        };
    try (RpcServer server = RpcServer.start(answers);
        ChainClient client = open(server)) {
      assertThat(await(client.output(outpoint)).isUnspent()).isTrue();
      assertThat(early).isEmpty();
    }
  }

  private static ChainClient open(RpcServer server) {
    return new CheckedChain(
        new BitcoindNode(new Endpoint(server.base(), Site.IMPATIENT), Credentials.user("u", "p")),
        TransactionFormat.BITCOIN);
  }
}
