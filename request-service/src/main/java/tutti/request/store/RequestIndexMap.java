package tutti.request.store;

import com.hazelcast.config.IndexConfig;
import com.hazelcast.config.IndexType;
import com.hazelcast.config.MapConfig;
import org.jspecify.annotations.Nullable;
import tutti.request.domain.RequestDocument;
import tutti.request.domain.RequestEntry;
import tutti.runtime.machine.Document;
import tutti.runtime.state.DeclaredMap;

/**
 * The map behind {@link RequestIndex}. It stands beside the documents because an indexed map copies
 * the old value at every change, and requests change with every join.
 */
public final class RequestIndexMap implements DeclaredMap {
  static final String NAME = "request-index";
  static final String PARTICIPANTS = "participants[any]";
  static final String OPEN_FOR = "openFor[any]";

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return RequestEntry.class;
  }

  @Override
  public void configure(MapConfig config) {
    config.addIndexConfig(new IndexConfig(IndexType.HASH, PARTICIPANTS));
    config.addIndexConfig(new IndexConfig(IndexType.HASH, OPEN_FOR));
  }

  @Override
  public @Nullable Derived derivedFrom(String map, Document document) {
    if (!(document instanceof RequestDocument request)) {
      return null;
    }
    RequestEntry entry = RequestEntry.of(request);
    return new Derived(entry, entry.keepUntil());
  }
}
