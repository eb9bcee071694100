package tutti.protocol.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** All commitments are in, by signer index, then by item; left out where they are many. */
public record NonceCommitmentsComplete(
    SessionId sessionId,
    Bytes commitmentsHash,
    @Nullable List<List<Bytes>> commitments,
    long deadline)
    implements EventData {
  public NonceCommitmentsComplete {
    Require.hash(commitmentsHash, "commitmentsHash");
    Require.safeInteger(deadline, "deadline");
    if (commitments != null) {
      commitments.forEach(list -> list.forEach(hash -> Require.hash(hash, "commitments")));
    }
    commitments = commitments == null ? null : commitments.stream().map(List::copyOf).toList();
  }
}
