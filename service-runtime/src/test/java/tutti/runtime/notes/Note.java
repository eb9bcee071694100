package tutti.runtime.notes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tutti.runtime.machine.Document;

/** A sealed document, as those of services may be. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Note.Draft.class, name = "draft"),
  @JsonSubTypes.Type(value = Note.Filed.class, name = "filed")
})
public sealed interface Note extends Document {
  int version();

  @Nullable String text();

  @Override
  default long progress() {
    return version();
  }

  /** May still change. */
  record Draft(int version, @Nullable String text, long dueAt, Meter meter) implements Note {}

  /** Changes no more. */
  record Filed(int version, @Nullable String text, Meter meter) implements Note {
    @Override
    public long dueAt() {
      return NEVER;
    }
  }
}
