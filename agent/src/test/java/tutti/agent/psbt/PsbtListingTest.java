package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.musig2.Bytes;
import tutti.musig2.Network;

class PsbtListingTest {
  @ParameterizedTest
  @CsvSource({
    "0014751e76e8199196d454941c45d1b3a323f1433bd6, bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080",
    "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac, mpXwg4jMtRhuSpVq4xS3HFHmCmWp9NyGKt",
    "6a026869, script 6a026869"
  })
  void namesWhoIsPaidAsPeopleDo(String script, String shown) {
    String recipient = new PsbtListing(Network.REGTEST).recipient(Bytes.fromHex(script));

    assertThat(recipient).isEqualTo(shown);
  }
}
