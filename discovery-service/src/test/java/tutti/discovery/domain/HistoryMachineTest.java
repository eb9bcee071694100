package tutti.discovery.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.protocol.SessionId;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.json.Wire;

class HistoryMachineTest {
  private final HistoryMachine machine = new HistoryMachine();
  private SignerHistory history;

  @Test
  void knowsNothingOfAStrangerAndKeepsNothing() {
    assertThat(take(HistoryCommand.ask())).isEqualTo(SignerRecord.NONE);
    assertThat(history).isNull();
  }

  @Test
  void countsCompletedAndFailedSessionsApart() {
    take(new HistoryCommand(session(1), false));
    take(new HistoryCommand(session(2), false));
    take(new HistoryCommand(session(3), true));

    assertThat(take(HistoryCommand.ask())).isEqualTo(new SignerRecord(2, 1));
  }

  @Test
  void countsASessionOnceHoweverOftenItIsReported() {
    take(new HistoryCommand(session(1), false));
    var before = history;

    take(new HistoryCommand(session(1), false));
    take(new HistoryCommand(session(1), true));

    assertThat(history).isSameAs(before);
    assertThat(history.record()).isEqualTo(new SignerRecord(1, 0));
  }

  @Test
  void remembersABoundedNumberOfSessionsTheLatestOnes() {
    int sessions = SignerHistory.REMEMBERED + 10;
    for (int i = 0; i < sessions; i++) {
      take(new HistoryCommand(session(i), false));
    }

    assertThat(history.recent()).hasSize(SignerHistory.REMEMBERED);
    take(new HistoryCommand(session(sessions - SignerHistory.REMEMBERED), false));
    assertThat(history.record().completed()).isEqualTo(sessions);
  }

  @Test
  void isNeverDueAndReadAsItWasWritten() {
    take(new HistoryCommand(session(-1), false));

    assertThat(history.dueAt()).isEqualTo(Long.MAX_VALUE);
    assertThat(Wire.read(Wire.write(history), SignerHistory.class)).isEqualTo(history);
  }

  private static SessionId session(int number) {
    return new SessionId(Bytes.of(ByteBuffer.allocate(32).putLong(number).array()));
  }

  private SignerRecord take(HistoryCommand command) {
    var step = machine.apply(history, command);
    history = step.document();
    return step.result();
  }
}
