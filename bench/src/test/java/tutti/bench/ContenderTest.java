package tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Bytes;

@EnabledIf("tutti.bench.Contenders#areHere")
class ContenderTest {
  static Stream<Contender> contenders() {
    return Contenders.of(Material.of(3)).stream();
  }

  static Stream<Contender> contendersWithAWrongMessage() {
    Material right = Material.of(3);
    Bytes other = Bytes.of(new byte[32]);
    Material wrong =
        new Material(
            right.secretKeys(),
            right.publicKeys(),
            other,
            right.nonces(),
            right.aggregateNonce(),
            right.partials(),
            right.signature());
    return Contenders.of(wrong).stream();
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void findsTheSessionRight(Contender contender) {
    assertThat(contender.verifyPartial()).isTrue();
    assertThat(contender.verifySchnorr()).isTrue();
    assertThat(contender.coordinate()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("contendersWithAWrongMessage")
  void findsAnotherMessageWrong(Contender contender) {
    assertThat(contender.verifyPartial()).isFalse();
    assertThat(contender.verifySchnorr()).isFalse();
    assertThat(contender.coordinate()).isFalse();
  }
}
