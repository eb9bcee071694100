package tutti.request.store;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.request.domain.RequestEntry;

/** Finds requests by the keys that they name, and counts the open ones. */
public interface RequestIndex {
  /** Makes a request found by this entry. */
  Future<Void> put(String requestId, RequestEntry entry, long now);

  Future<Void> remove(String requestId);

  /** Ids of requests that name the key, ascending, after the given one. */
  Future<List<String>> find(PublicKey key, boolean onlyOpen, Page page);

  /** How many open requests name at least one of these keys. */
  Future<Long> countOpen(List<PublicKey> keys);

  /** How many open requests this key has announced. */
  Future<Long> countOpenOf(PublicKey creator);

  /** A part of the result: so many ids, after this one. */
  record Page(int limit, @Nullable String after) {}
}
