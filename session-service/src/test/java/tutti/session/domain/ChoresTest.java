package tutti.session.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.protocol.SessionId;

class ChoresTest {
  private static final long NOW = 1_000_000;
  private static final long LONGEST = 8_000;

  @Test
  void leavesTheWorkToWhoeverCausedItAtFirst() {
    Chores chores = Chores.NONE.with(Work.AGGREGATE_NONCES, NOW);

    assertThat(chores.dueAt(session(1))).isEqualTo(NOW + Chores.GRACE_MILLIS);
    assertThat(Chores.NONE.dueAt(session(1))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void waitsLongerEachTimeButNeverForLong() {
    Chores chores = Chores.NONE.with(Work.AGGREGATE_NONCES, NOW);
    long before = 0;
    for (int tries = 0; tries < 100; tries++) {
      long due = chores.dueAt(session(7));
      long wait = due - chores.since();

      assertThat(wait).isBetween(Chores.GRACE_MILLIS, LONGEST);
      assertThat(wait).isGreaterThan(tries < 3 ? before : LONGEST * 3 / 4);
      before = wait;
      chores = chores.takenUp(due);
    }
  }

  @Test
  void doesNotTakeUpAllSessionsInStep() {
    Chores chores = Chores.NONE.with(Work.AGGREGATE_NONCES, NOW).takenUp(NOW).takenUp(NOW);
    Set<Long> times = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      times.add(chores.dueAt(session(i)));
    }

    assertThat(times).hasSizeGreaterThan(80);
  }

  private static SessionId session(int number) {
    byte[] id = new byte[SessionId.SIZE];
    id[0] = (byte) number;
    id[31] = 1;
    return new SessionId(Bytes.of(id));
  }
}
