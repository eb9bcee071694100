package tutti.musig2.interop;

import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;

/** What a cheater sends instead of its partial signature. */
enum Wrong {
  FIRST_BIT_CHANGED,
  LAST_BIT_CHANGED,
  ZERO,
  OUT_OF_RANGE,
  OF_ANOTHER_SIGNER;

  PartialSignature instead(List<PartialSignature> partials, int signer) {
    byte[] bytes = partials.get(signer).bytes().toArray();
    return switch (this) {
      case FIRST_BIT_CHANGED -> changed(bytes, 0, 0x80);
      case LAST_BIT_CHANGED -> changed(bytes, 31, 1);
      case ZERO -> PartialSignature.fromHex("00".repeat(32));
      case OUT_OF_RANGE -> PartialSignature.fromHex("ff".repeat(32));
      case OF_ANOTHER_SIGNER -> partials.get((signer + 1) % partials.size());
    };
  }

  private static PartialSignature changed(byte[] bytes, int index, int mask) {
    bytes[index] ^= (byte) mask;
    return new PartialSignature(Bytes.of(bytes));
  }
}
