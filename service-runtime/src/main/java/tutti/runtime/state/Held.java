package tutti.runtime.state;

import com.hazelcast.query.Predicate;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tutti.runtime.machine.Document;

/** Takes down every document that it is shown, and asks for none. */
final class Held implements Predicate<String, Kept> {
  private static final long serialVersionUID = 1L;

  /** By key: a partition that is shown again, because it moved meanwhile, does not count twice. */
  private final transient Map<String, Document> documents = new ConcurrentHashMap<>();

  @Override
  public boolean apply(Map.Entry<String, Kept> entry) {
    Document document = entry.getValue().document();
    if (document != null) {
      documents.put(entry.getKey(), document);
    }
    return false;
  }

  /**
   * A partition that moves while it is looked at is shown to a copy, on another member. Nobody asks
   * that one anything: whoever holds the documents now takes them down.
   */
  private Object readResolve() {
    return new Held();
  }

  int size() {
    return documents.size();
  }

  Collection<Document> documents() {
    return Collections.unmodifiableCollection(documents.values());
  }
}
