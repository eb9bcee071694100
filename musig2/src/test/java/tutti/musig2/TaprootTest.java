package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaprootTest {
  private final Engine engine = Engines.bouncyCastle();
  private final List<PublicKey> keys =
      List.of(
          TestSession.secretKey(new Random(1)).publicKey(),
          TestSession.secretKey(new Random(2)).publicKey());
  private final XOnlyPublicKey internal = engine.aggregateKeys(keys, List.of()).xOnlyPublicKey();

  @Test
  void paysToTheKeyThatTheTweakedSessionSignsFor() {
    Bytes root = TaggedHash.of("TapLeaf", Bytes.fromHex("c00151"));

    assertThat(Taproot.outputKey(internal, null))
        .isEqualTo(
            engine.aggregateKeys(keys, List.of(Taproot.tweak(internal, null))).xOnlyPublicKey());
    assertThat(Taproot.outputKey(internal, root))
        .isEqualTo(
            engine.aggregateKeys(keys, List.of(Taproot.tweak(internal, root))).xOnlyPublicKey())
        .isNotEqualTo(Taproot.outputKey(internal, null));
  }

  @Test
  void writesAddressesOfEveryNetwork() {
    XOnlyPublicKey output =
        XOnlyPublicKey.fromHex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    assertThat(Taproot.address(output, Network.MAINNET))
        .isEqualTo("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0");
    assertThat(Taproot.address(output, Network.TESTNET)).startsWith("tb1p0xlxvlhemja6c4d");
    assertThat(Taproot.address(output, Network.SIGNET))
        .isEqualTo(Taproot.address(output, Network.TESTNET));
    assertThat(Taproot.address(output, Network.REGTEST)).startsWith("bcrt1p0xlxvlhemja6c4d");
  }

  @Test
  void refusesRootsOfAnotherSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Taproot.tweak(internal, Bytes.fromHex("00")))
        .withMessage("merkle root: 32 bytes expected, 1 given");
  }

  @Test
  void refusesAnInternalKeyThatIsNotOnTheCurve() {
    XOnlyPublicKey none = XOnlyPublicKey.fromHex("ff".repeat(32));

    assertThatIllegalArgumentException().isThrownBy(() -> Taproot.outputKey(none, null));
  }
}
