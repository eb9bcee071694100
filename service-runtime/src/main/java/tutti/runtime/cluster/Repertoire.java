package tutti.runtime.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.util.stream.Collectors;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.machine.Machine;
import tutti.runtime.state.Machines;
import tutti.runtime.state.StateSerialization;

/**
 * The kinds of documents that a process can change, and of code that it takes from others. Whoever
 * holds documents must know all of them: a command also runs where the copies are, and where its
 * code is missing the copy stays behind, after the document itself has changed.
 */
final class Repertoire {
  static final String ATTRIBUTE = "tutti.documents";

  private Repertoire() {}

  static String own() {
    return Machines.all().stream()
        .map(Machine::map)
        .sorted()
        .collect(Collectors.joining(",", "", ";" + StateSerialization.KINDS));
  }

  /** Fails if this member and another one both hold documents, but not of the same kinds. */
  static void requireSame(HazelcastInstance hazelcast) {
    if (hazelcast.getCluster().getLocalMember().isLiteMember()) {
      return;
    }
    for (Member other : hazelcast.getCluster().getMembers()) {
      String others = other.getAttribute(ATTRIBUTE);
      if (!other.isLiteMember() && !own().equals(others)) {
        throw Refusal.of(
            ErrorCode.CONFLICT,
            ("this process knows documents of [%s], the member at %s those of [%s]:"
                    + " members that hold documents must all run the same release")
                .formatted(own(), other.getAddress(), others));
      }
    }
  }
}
