package tutti.agent.psbt;

import tutti.musig2.PublicKey;

/**
 * A signer, and the participant of the PSBT that it stands for.
 *
 * @param signer the key that it is known by and says things with
 */
public record SignerParticipant(PublicKey signer, ParticipantMatch participant) {
  /** A signer whose own key is the participant's. */
  public static SignerParticipant itself(PublicKey signer) {
    return new SignerParticipant(signer, ParticipantMatch.key(signer));
  }
}
