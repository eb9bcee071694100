package tutti.protocol.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.SessionId;

/**
 * Between services only: how a session ended, to be counted once per session and signer.
 *
 * @param completed signers of a completed session; empty otherwise
 * @param atFault the signer that a failed session named
 */
public record RecordOutcome(
    SessionId sessionId, List<PublicKey> completed, @Nullable PublicKey atFault) {
  public RecordOutcome {
    completed = List.copyOf(completed);
  }
}
