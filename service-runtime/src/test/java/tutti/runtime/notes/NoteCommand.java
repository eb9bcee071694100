package tutti.runtime.notes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What can be done to a note. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NoteCommand.Write.class, name = "write"),
  @JsonSubTypes.Type(value = NoteCommand.WriteOnOwner.class, name = "write-on-owner"),
  @JsonSubTypes.Type(value = NoteCommand.File.class, name = "file"),
  @JsonSubTypes.Type(value = NoteCommand.Look.class, name = "look"),
  @JsonSubTypes.Type(value = NoteCommand.Erase.class, name = "erase"),
  @JsonSubTypes.Type(value = NoteCommand.Crash.class, name = "crash")
})
public sealed interface NoteCommand {
  /** Writes the next version. */
  record Write(@Nullable String text, long dueAt) implements NoteCommand {}

  /** Writes, and is refused where it runs for the second time. */
  record WriteOnOwner(String text) implements NoteCommand {
    static final AtomicBoolean RUN = new AtomicBoolean();
  }

  /** Ends a draft. */
  record File() implements NoteCommand {}

  /** Changes nothing. */
  record Look() implements NoteCommand {}

  /** Removes it. */
  record Erase() implements NoteCommand {}

  /** Runs into a bug. */
  record Crash() implements NoteCommand {}
}
