package tutti.runtime.notes;

import org.jspecify.annotations.Nullable;

/** What a note shows; version 0 is no note. */
public record NoteView(int version, @Nullable String text, boolean filed) {
  static NoteView of(@Nullable Note note) {
    return note == null
        ? new NoteView(0, null, false)
        : new NoteView(note.version(), note.text(), note instanceof Note.Filed);
  }
}
