package tutti.transactions.lotus;

import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.Outpoint;

/**
 * An input. What unlocks it is in its script; there are no witnesses.
 *
 * @param script empty if nobody has signed it
 */
public record LotusInput(Outpoint outpoint, Bytes script, long sequence) {
  /** Whether nobody has signed it. */
  public boolean isUnsigned() {
    return script.length() == 0;
  }

  /** The same input, signed. */
  LotusInput with(Bytes unlocking) {
    return new LotusInput(outpoint, unlocking, sequence);
  }

  void write(ByteWriter writer) {
    writeOutpoint(writer).sized(script).u32(sequence);
  }

  ByteWriter writeOutpoint(ByteWriter writer) {
    return outpoint.write(writer);
  }

  /** What of an input is the same before and after it was signed. */
  Bytes unsignedForm() {
    return writeOutpoint(new ByteWriter()).u32(sequence).written();
  }
}
