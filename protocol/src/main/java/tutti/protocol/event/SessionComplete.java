package tutti.protocol.event;

import java.util.List;
import tutti.musig2.Signature;
import tutti.protocol.SessionId;

/** One valid signature per item. */
public record SessionComplete(SessionId sessionId, List<Signature> signatures)
    implements EventData {
  public SessionComplete {
    signatures = List.copyOf(signatures);
  }
}
