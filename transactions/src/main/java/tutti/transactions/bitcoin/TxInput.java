package tutti.transactions.bitcoin;

import java.util.List;
import tutti.musig2.Bytes;

/**
 * An input.
 *
 * @param scriptSig empty if it is not signed or has a witness only
 * @param witness empty if there is none
 */
public record TxInput(Outpoint outpoint, Bytes scriptSig, long sequence, List<Bytes> witness) {
  public TxInput {
    witness = List.copyOf(witness);
  }

  /** An input that nobody has signed. */
  public static TxInput unsigned(Outpoint outpoint, long sequence) {
    return new TxInput(outpoint, Bytes.EMPTY, sequence, List.of());
  }
}
