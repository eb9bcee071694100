package tutti.discovery.store;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.query.Predicate;
import com.hazelcast.query.Predicates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tutti.discovery.domain.SignerDocument;
import tutti.discovery.domain.SignerMachine;
import tutti.discovery.domain.SignerSearch;
import tutti.musig2.PublicKey;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.runtime.state.Kept;
import tutti.runtime.state.LateMap;
import tutti.runtime.state.RestoredDocuments;
import tutti.runtime.state.Stages;

/** Searches the documents of all members where they are. */
public final class Advertisements {
  private final Vertx vertx;
  private final LateMap<Kept> signers;
  private final RestoredDocuments restored;

  public Advertisements(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.signers = new LateMap<>(hazelcast, SignerMachine.MAP);
    this.restored = new RestoredDocuments(vertx, hazelcast);
  }

  /** The page that the query asks for, with at most so many entries. */
  public Future<SignerPage> find(SignerQuery query, long now, int pageSize) {
    var search = new SignerSearch(query, now); // refuses a bad cursor here, not on the members
    return vertx
        .executeBlocking(
            () ->
                query.publicKeys() == null
                    ? scan(query, now, pageSize)
                    : lookUp(query.publicKeys(), search),
            false)
        .compose(restored::confirm)
        .recover(failure -> Future.failedFuture(Stages.refusal(failure)))
        .map(found -> SignerSearch.page(query, found, pageSize));
  }

  // One more than shown, to know whether there is a next page.
  private List<SignerDocument> scan(SignerQuery query, long now, int pageSize) {
    return signers
        .get()
        .aggregate(
            new FirstSigners(SignerSearch.sort(query), pageSize + 1),
            narrowed(query, new SearchFilter(query, now)));
  }

  /** The filter decides; what the indexes know spares it from looking at everyone. */
  private static Predicate<String, Kept> narrowed(
      SignerQuery query, Predicate<String, Kept> filter) {
    List<Predicate<?, ?>> all = new ArrayList<>();
    if (query.transactionTypes() != null) {
      all.add(
          Predicates.in(
              AdvertisementIndexes.TYPES, query.transactionTypes().toArray(String[]::new)));
    }
    if (query.maxFee() != null) {
      all.add(Predicates.lessEqual(AdvertisementIndexes.FEE, query.maxFee()));
    }
    all.add(filter);
    return Predicates.and(all.toArray(Predicate<?, ?>[]::new));
  }

  private List<SignerDocument> lookUp(List<PublicKey> keys, SignerSearch search) {
    Set<String> names = keys.stream().map(PublicKey::hex).collect(Collectors.toSet());
    return signers.get().getAll(names).values().stream()
        .flatMap(kept -> kept.document(SignerDocument.class).stream())
        .filter(search::finds)
        .sorted(SignerSearch.order(search.sort()))
        .toList();
  }
}
