package tutti.musig2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncodingsTest {
  /** Addresses among BIP350's test vectors. */
  @ParameterizedTest
  @CsvSource({
    "bc, 16, 751e, bc1sw50qgdz25j",
    "bc, 2, 751e76e8199196d454941c45d1b3a323, bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
    "tb, 1, 000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433,"
        + " tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c"
  })
  void writesAddressesAsPublished(String prefix, int version, String program, String address) {
    assertThat(Bech32m.encodeAddress(prefix, version, HexFormat.of().parseHex(program)))
        .isEqualTo(address);
  }

  @Test
  void writesLeadingZerosInBase58() {
    byte[] payload = HexFormat.of().parseHex("00010966776006953d5567439e5e39f86a0d273bee");

    assertThat(Base58Check.encode(payload)).isEqualTo("16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM");
  }
}
