package tutti.discovery.store;

import com.hazelcast.query.extractor.ValueCollector;
import com.hazelcast.query.extractor.ValueExtractor;
import tutti.discovery.domain.Listing;
import tutti.discovery.domain.SignerDocument;
import tutti.runtime.state.Kept;

/** The fee that a signer asks for. Found by Hazelcast, by its name. */
public final class FeeOfListing implements ValueExtractor<Kept, Object> {
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // as the interface has it
  public void extract(Kept kept, Object argument, ValueCollector collector) {
    kept.document(SignerDocument.class)
        .map(SignerDocument::listing)
        .map(Listing::advertisement)
        .ifPresent(advertisement -> collector.addObject(advertisement.feeOrZero()));
  }
}
