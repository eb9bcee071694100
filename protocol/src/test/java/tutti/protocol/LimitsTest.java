package tutti.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {
  @ParameterizedTest
  @EnumSource(Limit.class)
  void theDefaultIsWithinItsOwnRange(Limit limit) {
    assertThat(limit.defaultValue()).isBetween(limit.min(), limit.max());
    assertThat(Limits.defaults().get(limit)).isEqualTo(limit.defaultValue());
    assertThat(limit.description()).isNotBlank();
    assertThat(limit.key()).matches("[a-z]+(-[a-z]+)+|retention");
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void refusesAValueOutsideTheRangeAndNamesIt(Limit limit) {
    assertThatThrownBy(() -> Limits.defaults().with(limit, limit.min() - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(limit.key());
    assertThatThrownBy(() -> Limits.defaults().with(limit, limit.max() + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(limit.key());
  }

  @Test
  void changesOnlyTheLimitThatWasChosen() {
    Limits changed = Limits.defaults().with(Limit.PAGE_SIZE, 7).with(Limit.SEQUENCE_GAP, 5);

    assertThat(changed.intValue(Limit.PAGE_SIZE)).isEqualTo(7);
    assertThat(changed.get(Limit.SEQUENCE_GAP)).isEqualTo(5);
    assertThat(changed.get(Limit.ITEMS_PER_REQUEST)).isEqualTo(64);
    assertThat(Limits.defaults().intValue(Limit.PAGE_SIZE)).isEqualTo(200);
  }

  @Test
  void refusesAMessageThatIsTooLarge() {
    Limits limits = Limits.defaults();

    assertThatCode(() -> limits.requireBytes(Limit.MESSAGE_BYTES, 100_000))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> limits.requireBytes(Limit.MESSAGE_BYTES, 100_001))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }
}
