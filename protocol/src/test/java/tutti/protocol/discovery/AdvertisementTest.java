package tutti.protocol.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.protocol.Refusal;

class AdvertisementTest {
  @Test
  void asksForNothingIfItDoesNotSay() {
    assertThat(advertisement(null, null, null).feeOrZero()).isZero();
    assertThat(advertisement(null, null, 7L).feeOrZero()).isEqualTo(7);
  }

  @Test
  void hasARangeOfAmountsOpenAtEitherEnd() {
    assertThat(advertisement(5L, null, null).minAmount()).isEqualTo(5);
    assertThat(advertisement(null, 5L, null).maxAmount()).isEqualTo(5);
    assertThat(advertisement(5L, 5L, null).maxAmount()).isEqualTo(5);
    assertThatThrownBy(() -> advertisement(6L, 5L, null))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("maxAmount"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-spend", "Spend", "sp end", "spend\n", "spend.all", "\u00e9"})
  void refusesATransactionTypeThatIsNoPartOfAnAddress(String type) {
    assertThatThrownBy(() -> of(List.of("swap", type)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("transactionTypes[1]"));
  }

  @Test
  void refusesNoTypesTooManyTypesAndOneTwice() {
    assertThatThrownBy(() -> of(List.of())).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> of(Collections.nCopies(17, "swap"))).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> of(List.of("swap", "swap"))).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> of(List.of("a".repeat(33)))).isInstanceOf(Refusal.class);
  }

  private static Advertisement of(List<String> types) {
    return new Advertisement(types, null, null, null, 1, null);
  }

  private static Advertisement advertisement(
      @Nullable Long min, @Nullable Long max, @Nullable Long fee) {
    return new Advertisement(List.of("spend"), min, max, fee, 1, null);
  }
}
