package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;

/** The doubles speak Chronik: clients that others have written understand them. */
@ExtendWith(NodeClients.class)
class RealChronikClientsTest {
  private Site site;
  private BlockRef block;
  private Outpoint funded;
  private BitcoinTransaction spender;

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void theClientOfTheNodesDialectUnderstandsTheDouble() throws Exception {
    JsonNode seen = ask("in-node", Site.Kind.CHRONIK);

    assertUnderstood(seen);
    assertThat(seen.at("/utxos/utxos/0/sats").asLong()).isEqualTo(Site.AMOUNT);
    assertThat(seen.at("/utxos/utxos/0/outpoint/outIdx").asInt()).isEqualTo(1);
    assertThat(seen.at("/tx/outputs/1/sats").asLong()).isEqualTo(Site.AMOUNT);
    assertThat(seen.path("raw").asText()).isEqualTo(funding().serialized().hex());
    assertThat(seen.at("/message/type").asText()).isEqualTo("Tx");
    assertThat(seen.at("/message/msgType").asText()).isEqualTo("TX_ADDED_TO_MEMPOOL");
    assertThat(seen.at("/spent/outIdx").asInt()).isZero();
  }

  @Test
  void theClientThatLotusUsesUnderstandsTheDouble() throws Exception {
    JsonNode seen = ask("lotus", Site.Kind.CHRONIK_LOTUS);

    assertUnderstood(seen);
    JsonNode mine = seen.path("utxos").path(1); // after those of a script with the same payload
    assertThat(mine.path("outputScript").asText()).isEqualTo(Site.SCRIPT.hex());
    assertThat(mine.at("/utxos/0/value").asLong()).isEqualTo(Site.AMOUNT);
    assertThat(seen.at("/tx/outputs/1/value").asLong()).isEqualTo(Site.AMOUNT);
    assertThat(seen.at("/tx/network").asText()).isEqualTo("XPI");
    assertThat(seen.at("/message/type").asText()).isEqualTo("AddedToMempool");
  }

  private void assertUnderstood(JsonNode seen) {
    String spending = site.client.identity(spender).text();
    assertThat(seen.at("/info/tipHash").asText()).isEqualTo(site.chain.tip().hash());
    assertThat(seen.at("/info/tipHeight").asInt()).isEqualTo(site.chain.tip().height());
    assertThat(seen.at("/tx/txid").asText()).isEqualTo(new Txid(funded.txid()).text());
    assertThat(seen.at("/tx/block/hash").asText()).isEqualTo(block.hash());
    assertThat(seen.at("/tx/block/height").asInt()).isEqualTo(block.height());
    assertThat(seen.at("/tx/outputs/1/outputScript").asText()).isEqualTo(Site.SCRIPT.hex());
    assertThat(seen.at("/broadcast/txid").asText()).isEqualTo(spending);
    assertThat(seen.at("/message/txid").asText()).isEqualTo(spending);
    assertThat(seen.at("/spent/txid").asText()).isEqualTo(spending);
    assertThat(seen.path("missing").asText()).contains("not found in the index");
    assertThat(seen.path("rejected").asText()).contains("Parsing tx failed");
  }

  private JsonNode ask(String dialect, Site.Kind kind) throws Exception {
    site = Site.of(kind);
    funded = site.chain.fund(Site.SCRIPT, Site.AMOUNT);
    block = site.chain.mine();
    site.chain.mine();
    spender = Site.spendFree(funded);
    String printed =
        NodeClients.ask(
            dialect,
            List.of(
                site.server.address(),
                new Txid(funded.txid()).text(),
                "p2pkh",
                "11".repeat(20),
                spender.serialized().hex()));
    return JsonMapper.builder().build().readTree(printed);
  }

  private BitcoinTransaction funding() {
    return site.chain.find(new Txid(funded.txid())).orElseThrow().transaction();
  }
}
