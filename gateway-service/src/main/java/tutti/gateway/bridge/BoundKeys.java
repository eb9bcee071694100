package tutti.gateway.bridge;

import java.util.LinkedHashSet;
import java.util.Set;
import tutti.gateway.domain.Subject;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** The keys that have proven themselves on one connection. */
final class BoundKeys {
  private final int max;
  private final Set<String> subjects = new LinkedHashSet<>();

  BoundKeys(int max) {
    this.max = max;
  }

  void requireRoom() {
    if (subjects.size() >= max) {
      throw Refusal.of(
          ErrorCode.RATE_LIMITED,
          "%d keys have logged in here (gateway-keys-per-connection)".formatted(max));
    }
  }

  /** Refused if others were faster. */
  void bind(PublicKey key) {
    if (!holds(key)) {
      requireRoom();
      subjects.add(Subject.of(key));
    }
  }

  boolean holds(PublicKey key) {
    return subjects.contains(Subject.of(key));
  }

  boolean isEmpty() {
    return subjects.isEmpty();
  }

  boolean isBound(String subject) {
    return subjects.contains(subject);
  }
}
