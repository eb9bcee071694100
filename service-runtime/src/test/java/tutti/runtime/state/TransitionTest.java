package tutti.runtime.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.map.ExtendedMapEntry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tutti.runtime.notes.Meter;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;

class TransitionTest {
  private final Entry note = new Entry();

  @Test
  void runsOnTheBackupsToo() {
    assertThat(ran(new NoteCommand.Write("first", 0)).getBackupProcessor()).isNotNull();
    assertThat(note.kept).isNotNull();
  }

  @Test
  void confirmsOnlyWhatTheBackupsHaveTaken() {
    ran(new NoteCommand.Write("first", 0));
    ran(new NoteCommand.File());
    Kept filed = note.kept;

    Transition again = ran(new NoteCommand.File());

    assertThat(note.kept).isSameAs(filed);
    assertThat(again.getBackupProcessor()).isNotNull();
  }

  @Test
  void doesNotTroubleTheBackupsWithALook() {
    ran(new NoteCommand.Write("first", 0));

    assertThat(ran(new NoteCommand.Look()).getBackupProcessor()).isNull();
  }

  @Test
  void doesNotTroubleTheBackupsWithARefusal() {
    ran(new NoteCommand.Write("first", 0));
    ran(new NoteCommand.File());

    assertThat(ran(new NoteCommand.Write("second", 0)).getBackupProcessor()).isNull();
  }

  @Test
  void failsOnABackupThatHasMissedSomething() {
    Entry stale = new Entry();
    stale.kept = Kept.inMemory(new Note.Filed(1, "other", new Meter(1)));
    Transition write = ran(new NoteCommand.Write("first", 0));

    var backup = requireNonNull(write.getBackupProcessor());

    assertThatThrownBy(() -> backup.process(stale)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void failsOnABackupThatDoesNotComeAsFar() {
    Entry stale = new Entry();
    ran(new NoteCommand.Write("missed there", 0));
    Transition write = ran(new NoteCommand.Write("second", 0));

    var backup = requireNonNull(write.getBackupProcessor());

    assertThatThrownBy(() -> backup.process(stale)).isInstanceOf(IllegalStateException.class);
    assertThat(stale.kept).isNull();
  }

  @Test
  void bringsABackupAsFarByRepeatingWhatItMissed() {
    Entry stale = new Entry();
    stale.kept = Kept.inMemory(new Note.Draft(1, "first", 0, new Meter(1)));
    ran(new NoteCommand.Write("first", 0));
    ran(new NoteCommand.File());

    requireNonNull(ran(new NoteCommand.File()).getBackupProcessor()).process(stale);

    assertThat(stale.kept).isEqualTo(note.kept);
  }

  private Transition ran(NoteCommand command) {
    Transition transition = new Transition(NoteMachine.MAP, command);
    transition.process(note);
    return transition;
  }

  /** The one entry of a map. */
  private static final class Entry implements ExtendedMapEntry<String, Kept> {
    private @Nullable Kept kept;

    @Override
    public String getKey() {
      return "a";
    }

    @Override
    public @Nullable Kept getValue() {
      return kept;
    }

    @Override
    public @Nullable Kept setValue(@Nullable Kept value) {
      Kept before = kept;
      kept = value;
      return before;
    }

    @Override
    public @Nullable Kept setValue(@Nullable Kept value, long ttl, TimeUnit unit) {
      return setValue(value);
    }

    @Override
    public @Nullable Kept setValueWithoutChangingExpiryTime(@Nullable Kept value) {
      return setValue(value);
    }
  }
}
