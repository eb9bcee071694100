package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.spi.merge.MergingValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tutti.runtime.machine.Document;
import tutti.runtime.notes.Meter;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteMachine;

class FurtherOnTest {
  private static final long LATER = System.currentTimeMillis() + 60_000;

  @Test
  void keepsWhatHasComeFurtherWhicheverSideItIsOn() {
    Copy behind = copy(3, LATER);
    Copy ahead = copy(4, LATER);

    assertThat(merged(behind, ahead)).isSameAs(ahead.note);
    assertThat(merged(ahead, behind)).isSameAs(ahead.note);
  }

  @Test
  void keepsItsOwnOfTwoThatHaveComeEquallyFar() {
    Copy here = copy(3, LATER);

    assertThat(merged(copy(3, LATER), here)).isSameAs(here.note);
  }

  @Test
  void takesWhatTheOtherSideHasBegun() {
    Copy begun = copy(1, LATER);

    assertThat(merged(begun, null)).isSameAs(begun.note);
  }

  @Test
  void doesNotBringBackWhatWasRemovedHere() {
    long longDue = System.currentTimeMillis() - FurtherOn.OVERDUE - 1_000;

    assertThat(merged(copy(9, longDue), null)).isNull();
  }

  @Test
  void isThePolicyOfEveryMapOfDocuments() {
    Config config = new Config();

    StateSerialization.addTo(config, map -> map);

    assertThat(config.getMapConfig(NoteMachine.MAP).getMergePolicyConfig().getPolicy())
        .isEqualTo(FurtherOn.class.getName());
  }

  private static @Nullable Object merged(Copy arriving, @Nullable Copy here) {
    return new FurtherOn().merge(arriving, here);
  }

  private static Copy copy(int version, long dueAt) {
    return new Copy(new Note.Draft(version, "text", dueAt, new Meter(0)));
  }

  private record Copy(Note note) implements MergingValue<Document> {
    @Override
    public Document getDeserializedValue() {
      return note;
    }

    @Override
    public Object getRawValue() {
      return note;
    }
  }
}
