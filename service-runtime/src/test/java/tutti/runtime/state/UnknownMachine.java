package tutti.runtime.state;

import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;
import tutti.runtime.notes.NoteView;

/** A machine that no META-INF/services names. */
final class UnknownMachine implements Machine<Note, NoteCommand, NoteView> {
  private final NoteMachine notes = new NoteMachine();

  @Override
  public String map() {
    return "unknown-notes";
  }

  @Override
  public Class<Note> documentType() {
    return notes.documentType();
  }

  @Override
  public Class<NoteCommand> commandType() {
    return notes.commandType();
  }

  @Override
  public Class<NoteView> resultType() {
    return notes.resultType();
  }

  @Override
  public Step<Note, NoteView> apply(@Nullable Note note, NoteCommand command) {
    return notes.apply(note, command);
  }
}
