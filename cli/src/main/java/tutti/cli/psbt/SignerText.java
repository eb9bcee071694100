package tutti.cli.psbt;

import tutti.agent.psbt.ParticipantMatch;
import tutti.agent.psbt.SignerParticipant;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.psbt.KeyOrigin;

/** Reads {@code KEY} or {@code KEY=PARTICIPANT}. */
final class SignerText {
  private static final int KEY_LENGTH = 2 * PublicKey.SIZE;

  private SignerText() {}

  static SignerParticipant parse(String text) {
    int at = text.indexOf('=');
    PublicKey signer = key(at < 0 ? text : text.substring(0, at));
    if (at < 0) {
      return SignerParticipant.itself(signer);
    }
    String participant = text.substring(at + 1).replaceFirst("^\\[(.*)\\]$", "$1");
    return new SignerParticipant(
        signer,
        participant.length() == KEY_LENGTH && participant.indexOf('/') < 0
            ? ParticipantMatch.key(key(participant))
            : ParticipantMatch.below(KeyOrigin.parse(participant)));
  }

  private static PublicKey key(String hex) {
    try {
      return PublicKey.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "signer", "no public key: " + hex);
    }
  }
}
