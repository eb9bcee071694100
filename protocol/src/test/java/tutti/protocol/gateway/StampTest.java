package tutti.protocol.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.Signature;
import tutti.protocol.Refusal;

class StampTest {
  private static final Signature ONE = Signature.fromHex("ab".repeat(64));
  private static final Signature OTHER = Signature.fromHex("cd".repeat(64));

  @Test
  void isWorthWhatWasAskedFor() {
    Stamp stamp = Stamp.of(ONE, 12);

    assertThat(stamp.worth(ONE)).isGreaterThanOrEqualTo(12);
    assertThat(stamp.worth(OTHER)).isLessThan(12); // it is for one envelope only
    assertThat(Stamp.of(ONE, 0)).isEqualTo(new Stamp(Bytes.fromHex("00".repeat(8))));
  }

  @Test
  void isTheOneThatEveryClientFinds() {
    assertThat(Stamp.of(ONE, 16).nonce()).isEqualTo(Bytes.fromHex("000000000000b62e"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 33})
  void isNotLookedForWhereNobodyWouldFindIt(int bits) {
    assertThatThrownBy(() -> Stamp.of(ONE, bits)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "000000000000000000"})
  void hasEightBytes(String hex) {
    assertThatThrownBy(() -> new Stamp(Bytes.fromHex(hex))).isInstanceOf(Refusal.class);
  }
}
