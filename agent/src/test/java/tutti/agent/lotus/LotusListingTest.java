package tutti.agent.lotus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.agent.psbt.Requests;
import tutti.musig2.Network;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusSigners;

class LotusListingTest {
  private static final LotusGroup GROUP = LotusGroup.of(Requests.KEYS);
  private static final SigningRequest RENT =
      LotusTerms.of(
              LotusSigners.spending(2, 1_000),
              LotusSigners.outputs(
                  1_000, List.of(GROUP.pubkeyHashScript(), GROUP.pubkeyHashScript())),
              Requests.KEYS)
          .request(Requests.KEYS.get(0), "rent", 1_800_000_000_000L, null, null);

  /** Somebody is asked about what is shown, also where Lotus has no such network. */
  @ParameterizedTest
  @EnumSource(Network.class)
  void showsWhoIsPaidOnEveryNetwork(Network network) {
    var listing = new LotusListing(network);

    ObjectNode json = listing.json(RENT);

    assertThat(json.has("refused")).isFalse();
    assertThat(json.get("fee").asLong()).isEqualTo(999);
    assertThat(json.at("/outputs/0/amount").asLong()).isEqualTo(1_000);
    assertThat(json.at("/outputs/0/to").asText())
        .startsWith(network == Network.SIGNET ? "script 76a914" : "lotus");
    assertThat(String.join("\n", listing.lines(RENT)))
        .contains("pays      1000 sat to ", "fee       999 sat", "CAUTION")
        .doesNotContain("refused");
  }
}
