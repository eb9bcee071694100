package tutti.protocol.crypto;

import java.util.List;
import tutti.musig2.AggregateNonce;

/** One aggregate nonce per item. */
public record AggregatedNonces(List<AggregateNonce> aggnonces) {
  public AggregatedNonces {
    aggnonces = List.copyOf(aggnonces);
  }
}
