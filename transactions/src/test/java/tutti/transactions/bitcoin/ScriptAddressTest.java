package tutti.transactions.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.Taproot;
import tutti.musig2.XOnlyPublicKey;

/** Of BIP173, BIP350, BIP341, and of Bitcoin Core's first transactions. */
class ScriptAddressTest {
  private static final String X =
      "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

  @ParameterizedTest
  @CsvSource({
    "MAINNET, 76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "MAINNET, a914b472a266d0bd89c13706a4132ccfb16f7c3b9fcb87, 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
    "MAINNET, 0014751e76e8199196d454941c45d1b3a323f1433bd6, bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "TESTNET, 00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262, tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
    "MAINNET, 512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798, bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
  })
  void writesScriptsAsPeopleKnowThem(Network network, String script, String address) {
    assertThat(ScriptAddress.of(Bytes.fromHex(script), network)).contains(address);
  }

  @ParameterizedTest
  @EnumSource
  void writesTaprootAsTheGroupsAddressIsWritten(Network network) {
    String address = Taproot.address(new XOnlyPublicKey(Bytes.fromHex(X)), network);

    assertThat(ScriptAddress.of(Bytes.fromHex("5120" + X), network)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "6a0568656c6c6f", "51", "ff", "4c", "76a914"})
  void saysThatAScriptHasNone(String script) {
    assertThat(ScriptAddress.of(Bytes.fromHex(script), Network.MAINNET)).isEmpty();
  }

  /** Such as a witness program with OP_PUSHDATA1: to the chain it is none, so no key guards it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "004c14751e76e8199196d454941c45d1b3a323f1433bd6",
        "004d1400751e76e8199196d454941c45d1b3a323f1433bd6",
        "004e14000000751e76e8199196d454941c45d1b3a323f1433bd6",
        "004c201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
        "514c20" + X,
        "514d2000" + X,
        "a94c14b472a266d0bd89c13706a4132ccfb16f7c3b9fcb87",
        "76a94c1462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac",
        "0014751e76e8199196d454941c45d1b3a323f1433bd651"
      })
  void saysThatAScriptThatOnlyLooksLikeItHasNone(String script) {
    assertThat(ScriptAddress.of(Bytes.fromHex(script), Network.MAINNET)).isEmpty();
  }

  @Test
  void writesKeysThatAreNoPointsAsTheyAre() {
    assertThat(ScriptAddress.of(Bytes.fromHex("5120" + "ff".repeat(32)), Network.REGTEST))
        .hasValueSatisfying(address -> assertThat(address).startsWith("bcrt1p"));
  }
}
