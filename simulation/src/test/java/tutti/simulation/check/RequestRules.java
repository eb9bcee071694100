package tutti.simulation.check;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.protocol.request.RequestState;
import tutti.request.domain.RequestDocument;
import tutti.simulation.store.StoreWatch.Run;
import tutti.simulation.world.World;

/** What must hold whenever a request changes. */
final class RequestRules {
  private final World world;
  private final Set<String> removed = new HashSet<>();

  RequestRules(World world) {
    this.world = world;
  }

  /** A command ran. */
  void check(Run run, @Nullable RequestDocument before, @Nullable RequestDocument after) {
    if (!run.isWrite()) {
      return;
    }
    if (before == null && after != null) {
      require(!removed.contains(run.key()), "a request was announced again after its removal");
      requireNumbers(0, after);
    } else if (before != null && after == null) {
      removed.add(run.key());
      requireOver(before);
    } else if (before != null) {
      changed(before, Objects.requireNonNull(after));
    }
  }

  private void requireOver(RequestDocument request) {
    var ending = request.ending();
    long since =
        request.state() == RequestState.READY || ending == null
            ? request.request().expiresAt()
            : ending.at();
    require(
        request.state() != RequestState.OPEN
            && world.time().millis() >= since + request.keeping().retention(),
        "a request was removed too early");
  }

  private void changed(RequestDocument before, RequestDocument after) {
    boolean follows =
        before.state() == after.state()
            || before.state() == RequestState.OPEN
            || (before.state() == RequestState.READY && after.state() == RequestState.EXPIRED);
    require(follows, "a request went from %s to %s".formatted(before.state(), after.state()));
    before
        .joins()
        .forEach(
            (signer, join) ->
                require(join.equals(after.joins().get(signer)), "a join was lost or replaced"));
    require(
        after.state() != RequestState.READY || after.joins().size() >= after.signers().size() - 1,
        "a request is ready, and not all have joined");
    requireNumbers(before.outbox().lastNumber(), after);
  }

  private void requireNumbers(long last, RequestDocument after) {
    long number = last;
    for (var notice : after.outbox().notices()) {
      if (notice.number() > last) {
        require(notice.number() == ++number, "the events of a request are not numbered 1, 2, 3");
      }
    }
    require(number == after.outbox().lastNumber(), "an event of a request is missing");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      world.violated(otherwise);
    }
  }
}
