package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.spi.merge.MergingValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.runtime.notes.Meter;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteMachine;

class FurtherOnTest {
  private static final long LATER = System.currentTimeMillis() + 60_000;

  @Test
  void keepsWhatHasComeFurtherWhicheverSideItIsOn() {
    Copy behind = copy(3, LATER);
    Copy ahead = copy(4, LATER);

    assertThat(merged(behind, ahead)).isSameAs(ahead.kept);
    assertThat(merged(ahead, behind)).isSameAs(ahead.kept);
  }

  @Test
  void keepsItsOwnOfTwoThatHaveComeEquallyFar() {
    Copy here = copy(3, LATER);

    assertThat(merged(copy(3, LATER), here)).isSameAs(here.kept);
  }

  @Test
  void takesWhatTheOtherSideHasBegun() {
    Copy begun = copy(1, LATER);

    assertThat(merged(begun, null)).isSameAs(begun.kept);
  }

  @Test
  void doesNotBringBackWhatWasRemovedHere() {
    long longDue = System.currentTimeMillis() - FurtherOn.OVERDUE - 1_000;

    assertThat(merged(copy(9, longDue), null)).isNull();
  }

  @Test
  void doesNotBringBackWhatAMajorityHasRemoved() {
    Copy removedThere = copy(9, LATER);

    assertThat(new FurtherOn(true).merge(removedThere, null)).isNull();
    assertThat(new FurtherOn(false).merge(removedThere, null)).isSameAs(removedThere.kept);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,false",
    "2,1,true",
    "3,1,true",
    "3,0,false",
    "4,1,false",
    "5,1,false",
    "5,2,true"
  })
  void knowsWhetherAMajorityHasAll(int size, int backups, boolean all) {
    Config config = new Config();
    config.addSplitBrainProtectionConfig(
        new SplitBrainProtectionConfig("majority", true, size / 2 + 1));

    StateSerialization.addTo(
        config,
        map ->
            map.setBackupCount(backups).setSplitBrainProtectionName(size > 1 ? "majority" : null));

    assertThat(FurtherOn.majorityHasAll(config)).isEqualTo(all);
  }

  @Test
  void storesWhatIsKeptOverWhatEitherSideHasStored() {
    Copy behind = new Copy(new Kept(draft(3, LATER), 9, 0));
    Copy ahead = new Copy(new Kept(draft(4, LATER), 5, 0));

    assertThat(merged(behind, ahead)).isEqualTo(new Kept(ahead.kept.document(), 10, 10));
    assertThat(merged(ahead, behind)).isEqualTo(new Kept(ahead.kept.document(), 10, 10));
    assertThat(merged(behind, null)).isEqualTo(new Kept(behind.kept.document(), 10, 10));
    assertThat(merged(ahead, ahead)).isSameAs(ahead.kept);
  }

  @Test
  void doesNotBringBackWhatOneSideHasRemoved() {
    Copy removed = new Copy(new Kept(null, 5, 5));
    Copy there = new Copy(new Kept(draft(4, LATER), 4, 0));

    assertThat(merged(there, removed)).isEqualTo(new Kept(null, 6, 6));
    assertThat(merged(removed, null)).isNull();
  }

  @Test
  void isThePolicyOfEveryMapOfDocuments() {
    Config config = new Config();

    StateSerialization.addTo(config, map -> map);

    assertThat(config.getMapConfig(NoteMachine.MAP).getMergePolicyConfig().getPolicy())
        .isEqualTo(FurtherOn.class.getName());
  }

  /** A note that stands for a document in the database, and must not become its removal. */
  @Test
  void leavesWhatCannotBeReadAsItIs() {
    Copy unreadable = new Copy(Kept.unreadable(5));

    assertThat(merged(new Copy(new Kept(draft(4, LATER), 9, 0)), unreadable))
        .isEqualTo(Kept.unreadable(5));
    assertThat(merged(new Copy(Kept.unreadable(7)), unreadable)).isEqualTo(Kept.unreadable(5));
  }

  private static @Nullable Object merged(Copy arriving, @Nullable Copy here) {
    return new FurtherOn().merge(arriving, here);
  }

  private static Copy copy(int version, long dueAt) {
    return new Copy(new Kept(draft(version, dueAt), 0, 0));
  }

  private static Note draft(int version, long dueAt) {
    return new Note.Draft(version, "text", dueAt, new Meter(0));
  }

  private record Copy(Kept kept) implements MergingValue<Kept> {
    @Override
    public Kept getDeserializedValue() {
      return kept;
    }

    @Override
    public Object getRawValue() {
      return kept;
    }
  }
}
