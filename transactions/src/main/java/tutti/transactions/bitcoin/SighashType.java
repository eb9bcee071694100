package tutti.transactions.bitcoin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** What of a transaction a Taproot signature covers (BIP341). */
public enum SighashType {
  DEFAULT(0x00),
  ALL(0x01),
  NONE(0x02),
  SINGLE(0x03),
  ALL_ANYONECANPAY(0x81),
  NONE_ANYONECANPAY(0x82),
  SINGLE_ANYONECANPAY(0x83);

  private static final int ANYONECANPAY = 0x80;
  private static final int OUTPUTS = 0x03;

  private final int value;

  SighashType(int value) {
    this.value = value;
  }

  /**
   * The type with this number.
   *
   * @throws Refusal {@code MALFORMED} if Taproot knows none
   */
  public static SighashType of(long value) {
    return Arrays.stream(values())
        .filter(type -> type.value == value)
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    ErrorCode.MALFORMED, "no sighash type of Taproot: 0x%02x".formatted(value)));
  }

  public int value() {
    return value;
  }

  /** Whether other inputs may be added. */
  public boolean isAnyoneCanPay() {
    return (value & ANYONECANPAY) != 0;
  }

  /** Whether only the output at the position of the input is covered. */
  public boolean isSingle() {
    return (value & OUTPUTS) == SINGLE.value;
  }

  /** Whether no output is covered. */
  public boolean isNone() {
    return (value & OUTPUTS) == NONE.value;
  }

  /** Those under which nothing of what is spent and paid can be changed. */
  public static Set<SighashType> binding() {
    return Set.of(DEFAULT, ALL);
  }

  /** Whether nothing of what is spent and paid can be changed once it is signed. */
  public boolean isBinding() {
    return binding().contains(this);
  }

  /** As Bitcoin Core writes it, such as {@code ALL|ANYONECANPAY}. */
  @Override
  public String toString() {
    return name().toUpperCase(Locale.ROOT).replace('_', '|');
  }
}
