package tutti.protocol.event;

import tutti.musig2.PublicKey;
import tutti.protocol.RequestId;
import tutti.protocol.Require;

/** A signer joined a request. */
public record ParticipantJoined(
    RequestId requestId, int signerIndex, PublicKey publicKey, int joined, int signers)
    implements EventData {
  public ParticipantJoined {
    Require.index(signerIndex, "signerIndex");
    Require.that(joined > 0, "joined", "must be positive");
    Require.that(signers > 0, "signers", "must be positive");
  }
}
