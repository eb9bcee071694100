package tutti.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import tutti.agent.lotus.LotusListing;
import tutti.agent.psbt.PsbtListing;
import tutti.musig2.Network;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.request.TransactionSummaries;

/** What the transaction of a request does, whatever kind of transaction that is. */
public final class TransactionListings implements TransactionSummaries {
  @Override
  public Optional<ObjectNode> summary(SigningRequest request, Network network) {
    if (SigningRequest.PSBT.equals(request.scheme())) {
      return Optional.of(new PsbtListing(network).json(request));
    }
    return SigningRequest.LOTUS.equals(request.scheme())
        ? Optional.of(new LotusListing(network).json(request))
        : Optional.empty();
  }

  /** The same in words; empty for a request that is about no transaction. */
  public Optional<List<String>> lines(SigningRequest request, Network network) {
    if (SigningRequest.PSBT.equals(request.scheme())) {
      return Optional.of(new PsbtListing(network).lines(request));
    }
    return SigningRequest.LOTUS.equals(request.scheme())
        ? Optional.of(new LotusListing(network).lines(request))
        : Optional.empty();
  }
}
