package tutti.agent;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.RequestId;

/**
 * The requests that one signer knows. Anybody can name a signer in requests, and large ones; so
 * what it has not joined has room for so many bytes together. What is over gives way, then the
 * largest: whoever wants to fill the room has to fill it with small requests, of which services let
 * only so many be open. What has no room is looked at again when there is some.
 */
final class RequestBook {
  /** Those that had no room and are remembered; the first are forgotten first. */
  private static final int MAX_PASSED_OVER = 10_000;

  private final long room;
  private final Consumer<AgentEvent> application;
  private final Map<RequestId, RequestTracker> kept = new HashMap<>();
  private final Map<RequestId, Long> passedOver = new LinkedHashMap<>();

  RequestBook(long room, Consumer<AgentEvent> application) {
    this.room = room;
    this.application = application;
  }

  @Nullable RequestTracker get(RequestId id) {
    return kept.get(id);
  }

  List<RequestTracker> all() {
    return List.copyOf(kept.values());
  }

  void remove(RequestId id) {
    kept.remove(id);
  }

  /** Keeps what this signer says itself. */
  RequestTracker keepOwn(VerifiedRequest verified) {
    return kept.computeIfAbsent(verified.id(), id -> new RequestTracker(verified));
  }

  /** Keeps what the application wants, or has joined. */
  RequestTracker keep(VerifiedRequest verified) {
    RequestTracker known = kept.get(verified.id());
    return known == null ? added(new RequestTracker(verified)) : known;
  }

  /** Keeps what somebody asks for, if there is room. */
  Optional<RequestTracker> offer(VerifiedRequest verified) {
    RequestTracker known = kept.get(verified.id());
    if (known != null) {
      return Optional.of(known);
    }
    RequestTracker offered = new RequestTracker(verified);
    if (!makesRoom(offered.bytes())) {
      passOver(verified.id(), offered.bytes());
      return Optional.empty();
    }
    return Optional.of(added(offered));
  }

  /** Whether there was no room for it, and still is none: it need not be looked at. */
  boolean isPassedOver(RequestId id) {
    Long bytes = passedOver.get(id);
    return bytes != null && !kept.containsKey(id) && bytes > free();
  }

  private RequestTracker added(RequestTracker tracker) {
    VerifiedRequest verified = tracker.verified();
    kept.put(verified.id(), tracker);
    passedOver.remove(verified.id());
    application.accept(
        new AgentEvent.Requested(verified.id(), verified.request(), verified.signerIndex()));
    return tracker;
  }

  private boolean makesRoom(long bytes) {
    List<RequestTracker> giving =
        kept.values().stream()
            .filter(one -> one.isOver() || (one.isUndecided() && one.bytes() > bytes))
            .sorted(
                Comparator.comparing(RequestTracker::isOver)
                    .thenComparing(RequestTracker::bytes)
                    .reversed())
            .toList();
    long free = free();
    if (free + giving.stream().mapToLong(RequestTracker::bytes).sum() < bytes) {
      return false;
    }
    for (RequestTracker one : giving) {
      if (free >= bytes) {
        break;
      }
      free += one.bytes();
      kept.remove(one.verified().id());
      if (!one.isOver()) {
        one.end(RequestEnding.forgotten().toException());
        passOver(one.verified().id(), one.bytes());
      }
    }
    return true;
  }

  private long free() {
    return room
        - kept.values().stream()
            .filter(one -> !one.isJoined())
            .mapToLong(RequestTracker::bytes)
            .sum();
  }

  private void passOver(RequestId id, long bytes) {
    if (passedOver.put(id, bytes) == null) {
      application.accept(new AgentEvent.PassedOver(id, bytes));
    }
    if (passedOver.size() > MAX_PASSED_OVER) {
      passedOver.remove(passedOver.keySet().iterator().next());
    }
  }
}
