package tutti.transactions.lotus;

import tutti.musig2.Bytes;
import tutti.musig2.KeyAggContext;
import tutti.musig2.Signature;

/**
 * One signature that a group has to make for a transaction.
 *
 * @param input position of the input that it spends
 * @param keys the group's, with the tweak of a Taproot output
 * @param message what is signed
 */
public record LotusItem(int input, LotusInputType type, KeyAggContext keys, Bytes message) {
  boolean isSignedBy(Signature signature) {
    return LotusGroup.ENGINE.verifySignature(keys, message, signature);
  }

  Bytes unlocking(Signature signature) {
    return type.unlocking(signature, keys.aggregatePublicKey());
  }
}
