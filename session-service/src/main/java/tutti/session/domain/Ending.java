package tutti.session.domain;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Signature;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionFailure;

/**
 * How a session ended, and what has happened since.
 *
 * @param at when nothing more was expected of it; its retention counts from here
 * @param closedBy signers that need it no longer
 * @param next the next attempt, once retried
 */
public record Ending(
    long at,
    @Nullable List<Signature> signatures,
    @Nullable SessionFailure failure,
    @Nullable Fault fault,
    @Nullable Broadcast broadcast,
    Set<Integer> closedBy,
    @Nullable SessionId next) {

  public Ending {
    signatures = signatures == null ? null : List.copyOf(signatures);
    closedBy = Set.copyOf(closedBy);
  }

  static Ending complete(long at, List<Signature> signatures, @Nullable Broadcast broadcast) {
    return new Ending(at, signatures, null, null, broadcast, Set.of(), null);
  }

  static Ending failed(long at, SessionFailure failure, @Nullable Fault fault) {
    return new Ending(at, null, failure, fault, null, Set.of(), null);
  }

  Ending withBroadcast(Broadcast changed, long now) {
    return new Ending(now, signatures, failure, fault, changed, closedBy, next);
  }

  Ending closedBy(int signer) {
    Set<Integer> more = new TreeSet<>(closedBy);
    more.add(signer);
    return new Ending(at, signatures, failure, fault, broadcast, more, next);
  }

  Ending closedByNobody() {
    return closedBy.isEmpty()
        ? this
        : new Ending(at, signatures, failure, fault, broadcast, Set.of(), next);
  }

  Ending withNext(SessionId nextSession) {
    return new Ending(at, signatures, failure, fault, broadcast, closedBy, nextSession);
  }

  boolean awaitsBroadcast() {
    return broadcast != null && broadcast.awaiting();
  }
}
