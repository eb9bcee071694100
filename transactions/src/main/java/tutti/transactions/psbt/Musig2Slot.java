package tutti.transactions.psbt;

import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;

/**
 * Where a nonce or partial signature belongs (BIP373).
 *
 * @param participant whose it is
 * @param signingKey the key that the final signature verifies under, with the parity it really has:
 *     the output key, or a key in a script
 * @param leafHash of the script, or null for the key path
 */
public record Musig2Slot(PublicKey participant, PublicKey signingKey, @Nullable Bytes leafHash) {
  static Musig2Slot of(Bytes keyData) {
    int keys = 2 * PublicKey.SIZE;
    return new Musig2Slot(
        new PublicKey(keyData.slice(0, PublicKey.SIZE)),
        new PublicKey(keyData.slice(PublicKey.SIZE, keys)),
        keyData.length() == keys ? null : keyData.slice(keys, keyData.length()));
  }

  Bytes keyData() {
    return Bytes.concat(
        participant.bytes(), signingKey.bytes(), leafHash == null ? Bytes.EMPTY : leafHash);
  }
}
