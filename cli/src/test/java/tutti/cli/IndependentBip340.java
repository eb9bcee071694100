package tutti.cli;

import org.bouncycastle.crypto.signers.BIP340Signer;
import tutti.musig2.Bytes;

/** BIP340 without Tutti's own code. */
public final class IndependentBip340 {
  private IndependentBip340() {}

  public static boolean isValid(String key, String message, String signature) {
    var verifier = new BIP340Signer();
    verifier.init(false, BIP340Signer.decodePublicKey(Bytes.fromHex(key).toArray()));
    byte[] bytes = Bytes.fromHex(message).toArray();
    verifier.update(bytes, 0, bytes.length);
    return verifier.verifySignature(Bytes.fromHex(signature).toArray());
  }
}
