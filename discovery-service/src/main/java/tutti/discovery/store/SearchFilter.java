package tutti.discovery.store;

import com.hazelcast.query.Predicate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.discovery.domain.SignerDocument;
import tutti.discovery.domain.SignerSearch;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.json.Wire;

/**
 * A search on its way to the members that hold the advertisements. It decides on the documents as
 * they are in memory, by the very rules of the domain.
 */
final class SearchFilter implements Predicate<String, SignerDocument> {
  private static final long serialVersionUID = 1L;

  private final byte[] query;
  private final long now;
  private transient volatile @Nullable SignerSearch search;

  SearchFilter(SignerQuery query, long now) {
    this.query = Wire.write(query);
    this.now = now;
  }

  @Override
  public boolean apply(Map.Entry<String, SignerDocument> entry) {
    SignerSearch known = search;
    if (known == null) {
      known = new SignerSearch(Wire.read(query, SignerQuery.class), now);
      search = known;
    }
    return known.finds(entry.getValue());
  }
}
