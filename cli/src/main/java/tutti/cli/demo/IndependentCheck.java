package tutti.cli.demo;

import org.bouncycastle.crypto.signers.BIP340Signer;
import tutti.musig2.Bytes;
import tutti.musig2.Signature;
import tutti.musig2.XOnlyPublicKey;

/** BIP340 by BouncyCastle's own verifier, which shares no code with Tutti's. */
final class IndependentCheck {
  private IndependentCheck() {}

  static boolean isValid(XOnlyPublicKey key, Bytes message, Signature signature) {
    BIP340Signer verifier = new BIP340Signer();
    verifier.init(false, BIP340Signer.decodePublicKey(key.bytes().toArray()));
    verifier.update(message.toArray(), 0, message.length());
    return verifier.verifySignature(signature.bytes().toArray());
  }
}
