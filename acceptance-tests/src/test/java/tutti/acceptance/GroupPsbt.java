package tutti.acceptance;

import java.util.ArrayList;
import java.util.List;
import tutti.agent.psbt.ParticipantMatch;
import tutti.agent.psbt.PsbtTerms;
import tutti.agent.psbt.SignerParticipant;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.Psbt;

/** Requests of a group to sign a PSBT. */
final class GroupPsbt {
  private GroupPsbt() {}

  /** The request of the first signer, in which each signer stands for a participant. */
  static SigningRequest terms(Group group, Psbt psbt, ParticipantMatch... participants) {
    List<SignerParticipant> signers = new ArrayList<>();
    for (int i = 0; i < participants.length; i++) {
      signers.add(new SignerParticipant(group.publicKeys().get(i), participants[i]));
    }
    return PsbtTerms.of(psbt, signers)
        .request(
            group.publicKeys().get(0),
            "acceptance",
            System.currentTimeMillis() + 600_000,
            Group.NO_BROADCAST,
            null);
  }

  /** A signer's own key as participant. */
  static ParticipantMatch signer(Group group, int signer) {
    return ParticipantMatch.key(group.publicKeys().get(signer));
  }
}
