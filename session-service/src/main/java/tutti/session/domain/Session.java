package tutti.session.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.event.EventData;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.machine.Document;

/**
 * A signing session: one document, changed by {@link SessionMachine} alone. Immutable.
 *
 * @param ending there once the phase is an end
 */
public record Session(
    Charter charter,
    Stage stage,
    Rounds rounds,
    @Nullable Ending ending,
    Chores chores,
    Outbox outbox)
    implements Document {

  public SessionPhase phase() {
    return stage.phase();
  }

  /** Signers that the current phase still waits for. */
  public List<Integer> awaiting() {
    return phase().ended() ? List.of() : rounds.slots(phase()).awaiting();
  }

  /** What everybody gave counts before what time did: complete is more than expired. */
  @Override
  public long progress() {
    return rounds.given() * 1_000L + outbox.last();
  }

  @Override
  public long dueAt() {
    return Math.min(Math.min(outbox.dueAt(), choresDueAt()), deadline());
  }

  long choresDueAt() {
    return chores.dueAt(charter.sessionId());
  }

  private long deadline() {
    if (ending == null) {
      return stage.deadline();
    }
    Broadcast broadcast = ending.broadcast();
    return broadcast != null && broadcast.awaiting()
        ? broadcast.deadline()
        : Closing.removableAt(this, ending);
  }

  Session with(Stage changed) {
    return new Session(charter, changed, rounds, ending, chores, outbox);
  }

  Session with(Rounds changed) {
    return new Session(charter, stage, changed, ending, chores, outbox);
  }

  Session with(Ending changed) {
    return new Session(charter, stage, rounds, changed, chores, outbox);
  }

  Session with(Chores changed) {
    return new Session(charter, stage, rounds, ending, changed, outbox);
  }

  Session with(Outbox changed) {
    return new Session(charter, stage, rounds, ending, chores, changed);
  }

  Session with(EventData event, long now) {
    return with(outbox.with(event, now));
  }

  Session with(Work work, long now) {
    return with(chores.with(work, now));
  }
}
