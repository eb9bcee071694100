package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.chain.BackendsTest.assertFails;
import static tutti.chain.BackendsTest.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.chain.ChainException.Code;
import tutti.chain.open.ChainAddress;
import tutti.chain.open.Chains;
import tutti.chain.regtest.NodeRecording;
import tutti.chain.regtest.RpcServer;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;

/** One payment as a real node with {@code txindex=1} told of it, word for word. */
class RecordedNodeTest {
  private volatile String moment = "";
  private NodeRecording recording;
  private RpcServer replay;
  private ChainClient client;
  private Txid funding;
  private Outpoint outpoint;
  private BitcoinTransaction spender;

  @BeforeEach
  void start() throws Exception {
    recording = NodeRecording.read();
    replay = RpcServer.start(call -> recording.answer(moment, call));
    client = Chains.open(List.of(ChainAddress.of(replay.address())), Site.IMPATIENT, () -> "any");
    funding = Txid.of(fact("funding"));
    outpoint = new Outpoint(funding.hash(), Long.parseLong(fact("index")));
    spender = TransactionReader.read(Bytes.fromHex(fact("spender")));
  }

  @AfterEach
  void close() {
    client.close();
    replay.close();
  }

  @Test
  void waitsForABlock() {
    moment = "waiting";

    OutputState state = await(client.output(outpoint));

    assertThat(state.output().amount()).isEqualTo(150_000_000);
    assertThat(state.output().script().hex()).isEqualTo(fact("script"));
    assertThat(state.block()).isNull();
    assertThat(state.isUnspent()).isTrue();
    assertThat(await(client.transaction(funding)).confirmations()).isZero();
    assertThat(await(client.unspent(Bytes.fromHex(fact("script"))))).isEmpty();
    assertFails(client.transaction(client.identity(spender)), Code.NOT_FOUND);
    assertFails(client.transaction(Txid.of("77".repeat(32))), Code.NOT_FOUND);
  }

  @Test
  void isTwoBlocksDeep() {
    moment = "deep";

    OutputState state = await(client.output(outpoint));

    assertThat(state.confirmations()).isEqualTo(2);
    assertThat(state.block().hash()).isEqualTo(fact("block"));
    assertThat(state.block().height()).isEqualTo(await(client.tip()).height() - 1);
    assertThat(await(client.transaction(funding)).block()).isEqualTo(state.block());
    assertThat(await(client.unspent(Bytes.fromHex(fact("script"))))).containsExactly(state);
  }

  @Test
  void isSpentFirstInThePoolAndThenInABlock() {
    moment = "spending";
    Txid id = client.identity(spender);

    assertThat(await(client.output(outpoint)).spending())
        .isEqualTo(new OutputState.Spending(id, 0));
    assertThat(await(client.transaction(id)).block()).isNull();
    assertThat(await(client.unspent(Bytes.fromHex(fact("script"))))).isEmpty();

    moment = "spent";
    OutputState spent = await(client.output(outpoint));
    assertThat(spent.isUnspent()).isFalse();
    assertThat(spent.confirmations()).isEqualTo(3);
    assertThat(await(client.transaction(id)).confirmations()).isEqualTo(1);
    assertThat(await(client.broadcast(spender))).isEqualTo(id);
  }

  @Test
  void isGoneWhenARivalHasTakenItsPlaceThoughTheIndexKeepsIt() {
    moment = "back in the pool";
    Txid id = client.identity(spender);
    assertThat(await(client.transaction(id)).block()).isNull();

    moment = "replaced";

    assertFails(client.transaction(id), Code.NOT_FOUND);
    assertFails(client.broadcast(spender), Code.REJECTED);
    assertThat(await(client.output(outpoint)).isUnspent()).isFalse();
  }

  private String fact(String name) {
    return recording.facts().get(name);
  }
}
