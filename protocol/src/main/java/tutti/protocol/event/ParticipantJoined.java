package tutti.protocol.event;

import tutti.musig2.PublicKey;
import tutti.protocol.RequestId;

/** A signer joined a request. */
public record ParticipantJoined(
    RequestId requestId, int signerIndex, PublicKey publicKey, int joined, int signers)
    implements EventData {}
