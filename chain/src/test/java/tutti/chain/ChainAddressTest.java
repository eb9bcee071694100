package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.chain.open.ChainAddress;
import tutti.chain.open.Chains;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

class ChainAddressTest {
  @Test
  void readsEveryKind() {
    assertThat(ChainAddress.of("esplora+https://mempool.example/api/"))
        .isEqualTo(address(ChainAddress.Kind.ESPLORA, "https://mempool.example/api"));
    assertThat(ChainAddress.of("chronik+http://[::1]:8331").base())
        .isEqualTo(URI.create("http://[::1]:8331"));
    assertThat(ChainAddress.of("chronik-lotus+HTTPS://chronik.example").kind())
        .isEqualTo(ChainAddress.Kind.CHRONIK_LOTUS);
    ChainAddress node = ChainAddress.of("bitcoind+http://127.0.0.1:8332?cookie=/data/.cookie");
    assertThat(node.cookie()).isEqualTo(Path.of("/data/.cookie"));
    assertThat(node.base()).isEqualTo(URI.create("http://127.0.0.1:8332"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://mempool.example/api",
        "electrum+https://host",
        "esplora+ftp://host",
        "esplora+https:///api",
        "esplora+https://host/api?key=1",
        "esplora+https://host/api#part",
        "esplora+not an address",
        "bitcoind+http://host?password=x",
        "bitcoind+http://host?user=a&cookie=b",
        "bitcoind+http://host?user=",
      })
  void refusesWhatIsNone(String text) {
    assertMalformed(() -> ChainAddress.of(text));
  }

  @Test
  void refusesPasswordsAndDoesNotRepeatThem() {
    assertThatThrownBy(() -> ChainAddress.of("bitcoind+http://me:s3cret@host:8332"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no passwords")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void refusesServersOfDifferentChains() {
    assertMalformed(
        () ->
            Chains.open(
                List.of(
                    ChainAddress.of("esplora+https://one.example"),
                    ChainAddress.of("chronik-lotus+https://other.example")),
                ChainSettings.defaults(),
                () -> null));
    assertMalformed(() -> Chains.open(List.of(), ChainSettings.defaults(), () -> null));
  }

  @Test
  void wantsCredentialsOfANode() {
    for (String text : List.of("bitcoind+http://host", "bitcoind+http://host?user=me")) {
      assertMalformed(
          () -> Chains.open(List.of(ChainAddress.of(text)), ChainSettings.defaults(), () -> null));
    }
  }

  private static ChainAddress address(ChainAddress.Kind kind, String base) {
    return new ChainAddress(kind, URI.create(base), null, null);
  }

  private static void assertMalformed(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED));
  }
}
