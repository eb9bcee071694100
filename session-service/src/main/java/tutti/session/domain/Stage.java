package tutti.session.domain;

import java.util.Set;
import java.util.TreeSet;
import tutti.protocol.session.SessionPhase;

/**
 * Where a session stands.
 *
 * @param deadline absolute, milliseconds since 1970; traffic never extends it
 * @param unreachable signers whose inbox was found closed in this phase
 */
public record Stage(SessionPhase phase, long deadline, Set<Integer> unreachable) {
  public Stage {
    unreachable = Set.copyOf(unreachable);
  }

  static Stage of(SessionPhase phase, long deadline) {
    return new Stage(phase, deadline, Set.of());
  }

  Stage withUnreachable(int signer) {
    Set<Integer> more = new TreeSet<>(unreachable);
    more.add(signer);
    return new Stage(phase, deadline, more);
  }
}
