package tutti.simulation.service;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tutti.musig2.PublicKey;
import tutti.request.domain.RequestEntry;
import tutti.request.store.RequestIndex;
import tutti.runtime.state.Documents;
import tutti.simulation.store.Store;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/** The index of requests, as one process of services sees it. */
final class SimulatedIndex implements RequestIndex {
  private final World world;
  private final Life life;
  private final Store store;
  private final Documents<IndexMachine.Entry, IndexMachine.Put, IndexMachine.Done> entries;

  SimulatedIndex(World world, Life life, Store store) {
    this.world = world;
    this.life = life;
    this.store = store;
    this.entries = store.documents(life, new IndexMachine());
  }

  @Override
  public Future<Void> put(String requestId, RequestEntry entry, long now) {
    return entries.apply(requestId, new IndexMachine.Put(entry)).mapEmpty();
  }

  @Override
  public Future<Void> remove(String requestId) {
    return entries.apply(requestId, new IndexMachine.Put(null)).mapEmpty();
  }

  @Override
  public Future<List<String>> find(PublicKey key, boolean onlyOpen, Page page) {
    return later(
        () ->
            matching(
                    entry ->
                        (onlyOpen ? entry.openFor() : entry.participants()).contains(key.hex()))
                .filter(id -> page.after() == null || id.compareTo(page.after()) > 0)
                .sorted()
                .limit(page.limit())
                .toList());
  }

  @Override
  public Future<Long> countOpen(List<PublicKey> keys) {
    return later(
        () ->
            matching(entry -> keys.stream().anyMatch(key -> entry.openFor().contains(key.hex())))
                .count());
  }

  @Override
  public Future<Long> countOpenOf(PublicKey creator) {
    return later(
        () ->
            matching(
                    entry ->
                        entry.openFor().contains(creator.hex())
                            && entry.creator().equals(creator.hex()))
                .count());
  }

  private Stream<String> matching(Predicate<RequestEntry> wanted) {
    return store.all(IndexMachine.MAP).entrySet().stream()
        .filter(
            one -> {
              RequestEntry entry = ((IndexMachine.Entry) one.getValue()).entry();
              return entry.keepUntil() > world.time().millis() && wanted.test(entry);
            })
        .map(one -> Objects.requireNonNull(one.getKey()));
  }

  private <T> Future<T> later(Supplier<T> query) {
    Promise<T> promise = Promise.promise();
    world.time().after(world.chance().between(0, 3), life, () -> promise.complete(query.get()));
    return promise.future();
  }
}
