package tutti.transactions.psbt;

import java.util.List;
import java.util.OptionalLong;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** The lock time of the transaction of a PSBT of version 2 (BIP370, Determining Lock Time). */
final class LockTime {
  /** Lock times from here on are times, those below are heights. */
  static final long THRESHOLD = 500_000_000;

  static final long LIMIT = 1L << 32;

  private LockTime() {}

  static long of(PsbtMap global, List<PsbtMap> inputs) {
    List<PsbtMap> demanding =
        inputs.stream()
            .filter(
                input ->
                    input.has(InputField.REQUIRED_HEIGHT_LOCKTIME)
                        || input.has(InputField.REQUIRED_TIME_LOCKTIME))
            .toList();
    if (demanding.isEmpty()) {
      return global.value(GlobalField.FALLBACK_LOCKTIME).map(Psbt::u32).orElse(0L);
    }
    OptionalLong height = latest(demanding, InputField.REQUIRED_HEIGHT_LOCKTIME);
    OptionalLong time = latest(demanding, InputField.REQUIRED_TIME_LOCKTIME);
    if (height.isEmpty() && time.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "inputs", "some want a height as lock time, others a time");
    }
    return height.orElseGet(time::getAsLong);
  }

  /** The largest one, if all have it. */
  private static OptionalLong latest(List<PsbtMap> inputs, InputField field) {
    boolean all = inputs.stream().allMatch(input -> input.has(field));
    return all
        ? inputs.stream().flatMap(i -> i.value(field).stream()).mapToLong(Psbt::u32).max()
        : OptionalLong.empty();
  }
}
