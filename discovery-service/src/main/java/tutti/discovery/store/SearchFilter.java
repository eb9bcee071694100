package tutti.discovery.store;

import com.hazelcast.query.Predicate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.discovery.domain.SignerDocument;
import tutti.discovery.domain.SignerSearch;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.json.Wire;
import tutti.runtime.state.Kept;

/**
 * A search on its way to the members that hold the advertisements. It decides on the documents as
 * they are in memory, by the very rules of the domain.
 */
final class SearchFilter implements Predicate<String, Kept> {
  private static final long serialVersionUID = 1L;

  private final byte[] query;
  private final long now;
  private transient volatile @Nullable SignerSearch search;

  SearchFilter(SignerQuery query, long now) {
    this.query = Wire.write(query);
    this.now = now;
  }

  @Override
  public boolean apply(Map.Entry<String, Kept> entry) {
    SignerSearch known = search;
    if (known == null) {
      known = new SignerSearch(Wire.read(query, SignerQuery.class), now);
      search = known;
    }
    return entry.getValue().document(SignerDocument.class).filter(known::finds).isPresent();
  }
}
