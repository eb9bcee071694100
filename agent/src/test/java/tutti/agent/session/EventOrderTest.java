package tutti.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import tutti.protocol.event.Event;

class EventOrderTest {
  private final EventOrder order = new EventOrder();

  @Test
  void releasesInOrderWhatArrivesOutOfOrder() {
    assertThat(order.accept(event(2))).isEmpty();
    assertThat(order.hasGap()).isTrue();

    assertThat(order.accept(event(1))).containsExactly(event(1), event(2));
    assertThat(order.hasGap()).isFalse();
  }

  @Test
  void dropsWhatWasReleasedBefore() {
    order.accept(event(1));

    assertThat(order.accept(event(1))).isEmpty();
    assertThat(order.last()).isEqualTo(1);
  }

  @Test
  void stopsWaitingForWhatNobodyHas() {
    order.accept(event(3));

    assertThat(order.skipGaps(2)).containsExactly(event(3));
    assertThat(order.last()).isEqualTo(3);
  }

  @Test
  void skipsNothingWhereNothingIsMissing() {
    order.accept(event(1));

    assertThat(order.skipGaps(5)).isEmpty();
    assertThat(order.last()).isEqualTo(1);
  }

  @Test
  void waitsForWhatIsLateThoughALaterOneIsHere() {
    order.accept(event(1));
    order.accept(event(5)); // and 4 is on its way
    order.accept(event(2));
    order.accept(event(3));

    assertThat(order.skipGaps(3)).isEmpty();
    assertThat(order.last()).isEqualTo(3);
    assertThat(order.accept(event(4))).containsExactly(event(4), event(5));
  }

  @Test
  void skipsEveryGapThatIsCoveredAndNoOther() {
    order.accept(event(2));
    order.accept(event(4));
    order.accept(event(9));

    assertThat(order.skipGaps(4)).containsExactly(event(2), event(4));
    assertThat(order.hasGap()).isTrue();
  }

  @Test
  void doesNotKeepEndlesslyManyEarlyOnes() {
    for (int number = 2; number < 5_000; number++) {
      order.accept(event(number));
    }

    assertThat(order.accept(event(1))).hasSizeLessThan(1_500);
  }

  private static Event event(long number) {
    return new Event(
        "s:" + number, "session.closed", 0, "s", number, JsonNodeFactory.instance.objectNode());
  }
}
