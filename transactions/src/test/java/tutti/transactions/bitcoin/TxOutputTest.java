package tutti.transactions.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** There are 21 million coins, and no sum of outputs is more. */
class TxOutputTest {
  private static final TxOutput ALL = new TxOutput(TxOutput.MAX_AMOUNT, Bytes.EMPTY);

  @Test
  void addsUp() {
    assertThat(TxOutput.sum(List.of())).isZero();
    assertThat(TxOutput.sum(List.of(ALL, new TxOutput(0, Bytes.EMPTY))))
        .isEqualTo(TxOutput.MAX_AMOUNT);
  }

  @Test
  void refusesMoreThanThereIs() {
    // so many that the sum of them would be small again
    for (int count : new int[] {2, 8_784}) {
      assertThatThrownBy(() -> TxOutput.sum(Collections.nCopies(count, ALL)))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED));
    }
  }
}
