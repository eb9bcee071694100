package tutti.transactions.signing;

import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * How much work a PSBT may still make. Strangers write PSBTs, and a few bytes of one can ask for a
 * multiplication of a point; whoever has used up what there is, is refused.
 */
final class Effort {
  /** Steps of keys of inputs below aggregate keys: two for each of as many targets as may be. */
  private static final int MAX_STEPS = 4_096;

  /**
   * Steps, output keys and scripts that are tried to find out what is change: enough for 1,000
   * inputs at different places, and 800 outputs that go back.
   */
  private static final int MAX_CHANGE = 8_192;

  private final int most;
  private final String field;
  private final String unit;
  private int used;

  private Effort(int most, String field, String unit) {
    this.most = most;
    this.field = field;
    this.unit = unit;
  }

  /** For the keys of a PSBT's inputs. */
  static Effort ofInputs() {
    return new Effort(MAX_STEPS, "tap_bip32_derivation", "steps to keys of inputs");
  }

  /** For its outputs, to find out which are change. */
  static Effort ofChange() {
    return new Effort(MAX_CHANGE, "psbt.outputs", "steps to keys and scripts of outputs");
  }

  /**
   * Work is about to be done.
   *
   * @throws Refusal {@code TOO_LARGE} if it is too much
   */
  void spend(int units) {
    if (units > most - used) {
      throw Refusal.ofField(
          ErrorCode.TOO_LARGE, field, "more than %d %s would be tried".formatted(most, unit));
    }
    used += units;
  }
}
