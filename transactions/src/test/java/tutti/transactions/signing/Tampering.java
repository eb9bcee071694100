package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.psbt.Musig2Slot;
import tutti.transactions.psbt.Psbt;

/** Changes one bit where it matters. */
public final class Tampering {
  private Tampering() {}

  static BitcoinTransaction ofWitness(BitcoinTransaction transaction, int index) {
    TxInput input = transaction.inputs().get(index);
    List<Bytes> witness = new ArrayList<>(input.witness());
    witness.set(0, flipped(witness.get(0)));
    return transaction.with(
        index, new TxInput(input.outpoint(), input.scriptSig(), input.sequence(), witness));
  }

  public static Psbt ofPartialSig(Psbt psbt, int input, Musig2Slot slot) {
    Bytes right = psbt.inputs().get(input).musig2PartialSig(slot).orElseThrow().bytes();
    return replaced(psbt, right, flipped(right));
  }

  /** The same PSBT with some bytes of it changed; there must be such ones. */
  static Psbt replaced(Psbt psbt, Bytes bytes, Bytes others) {
    String hex = psbt.encode().hex();
    String changed = hex.replace(bytes.hex(), others.hex());
    if (changed.equals(hex)) {
      throw new AssertionError("nothing to change");
    }
    return Psbt.decode(Bytes.fromHex(changed));
  }

  static Bytes flipped(Bytes bytes) {
    byte[] array = bytes.toArray();
    array[array.length - 1] ^= 1;
    return Bytes.of(array);
  }

  static Refusal refusal(Throwable error) {
    return (Refusal) error;
  }
}
