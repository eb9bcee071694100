package tutti.protocol.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** All nonces are in, by signer index, then by item; left out where they are many. */
public record NoncesComplete(
    SessionId sessionId,
    Bytes noncesHash,
    @Nullable List<List<PublicNonce>> pubnonces,
    List<AggregateNonce> aggnonces,
    long deadline)
    implements EventData {
  public NoncesComplete {
    Require.hash(noncesHash, "noncesHash");
    Require.safeInteger(deadline, "deadline");
    pubnonces = pubnonces == null ? null : pubnonces.stream().map(List::copyOf).toList();
    aggnonces = List.copyOf(aggnonces);
  }
}
