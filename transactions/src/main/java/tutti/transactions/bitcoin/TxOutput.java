package tutti.transactions.bitcoin;

import java.util.List;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** An output: so many satoshis for whoever satisfies the script. */
public record TxOutput(long amount, Bytes script) {
  public static final long MAX_AMOUNT = 21_000_000L * 100_000_000L;

  private static final String P2TR = "5120";
  private static final int P2TR_SIZE = 34;

  /**
   * Checks the amount.
   *
   * @throws Refusal {@code MALFORMED} if there cannot be so many satoshis
   */
  public TxOutput {
    if (amount < 0 || amount > MAX_AMOUNT) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "amount", "no number of satoshis: " + amount);
    }
  }

  /** An output as transactions hold it. */
  public static TxOutput read(ByteReader reader) {
    long amount = reader.i64();
    return new TxOutput(amount, reader.sized());
  }

  public void write(ByteWriter writer) {
    writer.i64(amount).sized(script);
  }

  /**
   * What outputs hold together.
   *
   * @throws Refusal {@code MALFORMED} if it is more than there can be
   */
  public static long sum(List<TxOutput> outputs) {
    long sum = 0;
    for (TxOutput output : outputs) {
      sum += output.amount(); // neither is more than the greatest amount
      if (sum > MAX_AMOUNT) {
        throw Refusal.of(ErrorCode.MALFORMED, "the amounts are more than there can be");
      }
    }
    return sum;
  }

  /** Whether it is a Taproot output (BIP341). */
  public boolean isTaproot() {
    return script.length() == P2TR_SIZE && script.hex().startsWith(P2TR);
  }
}
