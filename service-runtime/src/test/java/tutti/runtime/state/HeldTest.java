package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tutti.runtime.machine.Document;

class HeldTest {
  private static final Document NOTE = new Note();

  private final Held held = new Held();

  private record Note() implements Document {
    @Override
    public long dueAt() {
      return NEVER;
    }

    @Override
    public long progress() {
      return 0;
    }
  }

  @Test
  void takesEachDocumentDownOnceAndAsksForNone() {
    assertThat(held.apply(Map.entry("a", new Kept(NOTE, 0, 0)))).isFalse();
    assertThat(held.apply(Map.entry("a", new Kept(NOTE, 0, 0)))).isFalse();

    assertThat(held.documents()).containsExactly(NOTE);
  }

  @Test
  void passesOverWhatIsNoDocument() {
    held.apply(Map.entry("a", Kept.unreadable(1)));

    assertThat(held.size()).isZero();
  }

  @Test
  void harmsNobodyWhereAPartitionHasMovedTo() throws IOException, ClassNotFoundException {
    Held there = copy(held);

    assertThat(there.apply(Map.entry("a", new Kept(NOTE, 0, 0)))).isFalse();

    assertThat(held.size()).isZero();
  }

  private static Held copy(Held held) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(held);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Held) in.readObject();
    }
  }
}
