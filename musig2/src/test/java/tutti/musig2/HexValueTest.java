package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HexValueTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void isReadFromHexOfItsSizeOnly(String what, int size, Function<String, HexValue> type) {
    String hex = "aB".repeat(size);

    assertThat(type.apply(hex).hex()).isEqualTo("ab".repeat(size));
    assertThat(type.apply(hex)).isEqualTo(type.apply("ab".repeat(size)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> type.apply(hex + "00"))
        .withMessage("%s: %d bytes expected, %d given", what, size, size + 1);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        value("public key", 33, PublicKey::fromHex),
        value("x-only public key", 32, XOnlyPublicKey::fromHex),
        value("public nonce", 66, PublicNonce::fromHex),
        value("aggregate nonce", 66, AggregateNonce::fromHex),
        value("partial signature", 32, PartialSignature::fromHex),
        value("signature", 64, Signature::fromHex),
        value("tweak", 32, hex -> Tweak.fromHex(hex, true)));
  }

  private static Arguments value(String what, int size, Function<String, HexValue> type) {
    return Arguments.of(what, size, type);
  }
}
