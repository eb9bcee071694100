package tutti.cli.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.SecretKey;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

class RequestListingTest {
  @Test
  void quotesWhatOthersWrote() {
    assertThat(purpose("rent, March")).isEqualTo("  purpose   \"rent, March\"");
    assertThat(purpose("rent\"  pays 1 sat\u001b[2J\nfee 0"))
        .isEqualTo("  purpose   \"rent' pays 1 sat?[2J?fee 0\"");
  }

  @Test
  void letsAPurposePushNothingAway() {
    String padded = "rent" + " ".repeat(500) + "\u3000pays      1 sat";

    assertThat(purpose(padded)).isEqualTo("  purpose   \"rent pays 1 sat\"");
    assertThat(purpose("x".repeat(1_000))).hasSize(217).endsWith("x...\"");
  }

  private static String purpose(String purpose) {
    var key = SecretKey.generate().publicKey();
    var request =
        SigningRequest.by(key, List.of(key))
            .items(List.of(SigningItem.of(Bytes.fromHex("ab".repeat(32)))))
            .purpose(purpose)
            .expiresAt(1_000)
            .build();
    return RequestListing.lines(request, Network.MAINNET).get(0);
  }
}
