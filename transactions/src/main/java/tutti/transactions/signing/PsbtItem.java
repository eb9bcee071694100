package tutti.transactions.signing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.KeyAggContext;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Musig2Participants;
import tutti.transactions.psbt.Musig2Slot;

/**
 * One signature that a group has to make for a transaction.
 *
 * @param input position of the input that it spends
 * @param group the participants in the order of aggregation, and their aggregate before tweaks
 * @param keys the same with all tweaks: BIP328 derivation, then Taproot's
 * @param leafHash of the script that is used, or null for the key path
 * @param message what is signed: the hash of BIP341
 */
public record PsbtItem(
    int input,
    Musig2Participants group,
    KeyAggContext keys,
    @Nullable Bytes leafHash,
    SighashType sighashType,
    Bytes message) {

  /** The key that the signature verifies under, with its real parity. */
  public PublicKey signingKey() {
    return keys.aggregatePublicKey();
  }

  public List<PublicKey> participants() {
    return keys.keys();
  }

  /** Where a participant's nonce and partial signature are filed. */
  public Musig2Slot slot(PublicKey participant) {
    return new Musig2Slot(participant, signingKey(), leafHash);
  }

  public boolean isKeyPath() {
    return leafHash == null;
  }

  /** A signature as witnesses have it: what it covers is behind it, unless that is the default. */
  Bytes withType(Signature signature) {
    return sighashType == SighashType.DEFAULT
        ? signature.bytes()
        : Bytes.concat(signature.bytes(), Bytes.of(new byte[] {(byte) sighashType.value()}));
  }
}
