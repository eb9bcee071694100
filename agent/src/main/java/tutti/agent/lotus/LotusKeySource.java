package tutti.agent.lotus;

import tutti.agent.session.KeyAccess;
import tutti.agent.session.KeySource;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Signs Lotus transactions with the signer's own key, and leaves other schemes to other sources.
 */
public final class LotusKeySource implements KeySource {
  private final SecretKey own;
  private final KeySource others;

  /**
   * The keys of a signer.
   *
   * @param others for the other schemes
   */
  public LotusKeySource(SecretKey own, KeySource others) {
    this.own = own;
    this.others = others;
  }

  @Override
  public KeyAccess of(VerifiedRequest verified) {
    if (LotusProposal.ifAny(verified).isEmpty()) {
      return others.of(verified);
    }
    if (!signer(verified).equals(own.publicKey())) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT, "keys", "this signer does not have the key in its place");
    }
    return KeyAccess.of(own);
  }

  private static PublicKey signer(VerifiedRequest verified) {
    return verified.request().orderedKeys().get(verified.signerIndex());
  }

  @Override
  public String toString() {
    return "LotusKeySource[own %s, %s]".formatted(own.publicKey().hex(), others);
  }
}
