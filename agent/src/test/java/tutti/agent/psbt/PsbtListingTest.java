package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.signing.Spend;

class PsbtListingTest {
  private static final PsbtListing LISTING = new PsbtListing(Network.REGTEST);

  @ParameterizedTest
  @CsvSource({
    "0014751e76e8199196d454941c45d1b3a323f1433bd6, bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080",
    "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac, mpXwg4jMtRhuSpVq4xS3HFHmCmWp9NyGKt",
    "6a026869, script 6a026869"
  })
  void namesWhoIsPaidAsPeopleDo(String script, String shown) {
    String recipient = LISTING.recipient(Bytes.fromHex(script));

    assertThat(recipient).isEqualTo(shown);
  }

  @Test
  void namesTheScriptThatIsSigned() {
    var spend = new Spend(Spend.Kind.DERIVED_KEY_IN_SCRIPT, Requests.KEYS, SighashType.DEFAULT);
    SigningRequest request = Requests.request(spend.version2(1), Requests.itself());
    PsbtProposal proposal = PsbtProposal.of(request);
    String script = proposal.psbt().inputs().get(0).tapLeafScripts().get(0).script().hex();

    ObjectNode json = LISTING.json(request);

    assertThat(json.at("/items/0/path").asText()).isEqualTo("script");
    assertThat(json.at("/items/0/script").asText()).isEqualTo(script).startsWith("20");
    assertThat(json.at("/inputs/0/signing").asText())
        .isEqualTo("script path, DEFAULT, script " + script);
    assertThat(String.join("\n", LISTING.lines(request)))
        .contains("script path, DEFAULT, script 20");
  }

  @Test
  void saysHowMuchSignaturesBind() {
    ObjectNode all = LISTING.json(Requests.own());
    var spend = new Spend(Spend.Kind.INTERNAL_KEY, Requests.KEYS, SighashType.of(0x83));
    SigningRequest single = Requests.request(spend.version2(1), Requests.itself());

    assertThat(all.get("binding").asBoolean()).isTrue();
    assertThat(all.get("cautions")).isEmpty();
    assertThat(all.at("/items/0").has("script")).isFalse();
    assertThat(LISTING.json(single).get("binding").asBoolean()).isFalse();
    assertThat(LISTING.json(single).at("/cautions/0").asText()).isEqualTo(PsbtListing.UNBOUND);
    assertThat(LISTING.lines(single)).contains("  CAUTION   " + PsbtListing.UNBOUND);
  }

  /** The announcer may leave out of an input what shows whose it is. */
  @Test
  void saysOfNoInputOfTheGroupThatItIsNotTheirs() {
    SigningRequest first =
        Requests.changed(Requests.own(), body -> body.withArray("items").remove(1));

    assertThat(LISTING.json(first).at("/inputs/0/signing").asText()).isEqualTo("key path, DEFAULT");
    assertThat(LISTING.json(first).at("/inputs/1/signing").asText())
        .isEqualTo("of this group too, but NOT in this request");
  }
}
