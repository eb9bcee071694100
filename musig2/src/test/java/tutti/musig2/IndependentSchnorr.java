package tutti.musig2;

import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.BIP340Signer;
import tutti.musig2.internal.ScalarField;

/** BouncyCastle's own BIP340, which shares only the curve with the engine. */
final class IndependentSchnorr {
  private IndependentSchnorr() {}

  static boolean verify(XOnlyPublicKey key, Bytes message, Signature signature) {
    BIP340Signer signer = new BIP340Signer();
    signer.init(false, BIP340Signer.decodePublicKey(key.bytes().toArray()));
    signer.update(message.toArray(), 0, message.length());
    return signer.verifySignature(signature.bytes().toArray());
  }

  static Signature sign(byte[] secretKey, Bytes message) {
    BIP340Signer signer = new BIP340Signer();
    signer.init(
        true, new ECPrivateKeyParameters(ScalarField.decode(secretKey), BIP340Signer.getDomain()));
    signer.update(message.toArray(), 0, message.length());
    return new Signature(Bytes.of(signer.generateSignature()));
  }
}
