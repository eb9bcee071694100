package tutti.runtime.notes;

import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;

/** Notes: written until they are filed. */
public final class NoteMachine implements Machine<Note, NoteCommand, NoteView> {
  public static final String MAP = "notes";
  public static final String SCRIBBLE = "scribble";

  /** A text that cannot be recovered. */
  public static final String CURSE = "cursed";

  @Override
  public String map() {
    return MAP;
  }

  @Override
  public Class<Note> documentType() {
    return Note.class;
  }

  @Override
  public Class<NoteCommand> commandType() {
    return NoteCommand.class;
  }

  @Override
  public Class<NoteView> resultType() {
    return NoteView.class;
  }

  @Override
  public Step<Note, NoteView> apply(@Nullable Note note, NoteCommand command) {
    if (command instanceof NoteCommand.Write write) {
      return writing(note, write);
    }
    if (command instanceof NoteCommand.WriteOnOwner write) {
      if (NoteCommand.WriteOnOwner.RUN.getAndSet(true)) {
        throw Refusal.of(ErrorCode.CONFLICT, "this one knows something else");
      }
      return writing(note, new NoteCommand.Write(write.text(), Document.NEVER));
    }
    if (command instanceof NoteCommand.File && note instanceof Note.Draft draft) {
      Note filed = new Note.Filed(draft.version(), draft.text(), draft.meter());
      return new Step<>(filed, NoteView.of(filed));
    }
    if (command instanceof NoteCommand.Crash) {
      throw new IllegalStateException("a bug");
    }
    return new Step<>(command instanceof NoteCommand.Erase ? null : note, NoteView.of(note));
  }

  @Override
  public boolean confirms(NoteCommand command, NoteView result) {
    return !(command instanceof NoteCommand.Look);
  }

  /** A scribble need not be kept. */
  @Override
  public boolean isLasting(@Nullable Note before, Note after) {
    return !SCRIBBLE.equals(after.text());
  }

  /** A draft that outlived everyone is to be looked at. */
  @Override
  public Note recovered(Note stored, long now) {
    if (CURSE.equals(stored.text())) {
      throw new IllegalStateException("a bug");
    }
    return stored instanceof Note.Draft draft
        ? new Note.Draft(draft.version(), "again " + draft.text(), now, draft.meter())
        : stored;
  }

  private static Step<Note, NoteView> writing(@Nullable Note note, NoteCommand.Write write) {
    if (note instanceof Note.Filed) {
      throw Refusal.ofField(ErrorCode.WRONG_PHASE, "text", "the note is filed");
    }
    int version = note == null ? 1 : note.version() + 1;
    Note next = new Note.Draft(version, write.text(), write.dueAt(), new Meter(version));
    return new Step<>(next, NoteView.of(next));
  }
}
