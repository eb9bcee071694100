package tutti.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In seconds; a fault happens after 100 s, the next one after 150 s. */
class OutagesTest {
  private final AtomicLong clock = new AtomicLong();
  private final Outages outages = new Outages(clock::get);

  @BeforeEach
  void setUp() {
    at(90);
  }

  @Test
  void isNothingWhereAllIsAnsweredAtOnce() {
    ask(100, 100, 1);
    ask(103, 104, 1);

    assertThat(answersAfter()).isZero();
  }

  @Test
  void endsWithTheLastAnswer() {
    ask(100, 103, 1);
    ask(102, 107, 2);

    assertThat(answersAfter()).isEqualTo(7);
  }

  @Test
  void countsWhatIsStillUnderWay() {
    ask(100, 102, 1);
    at(101);
    outages.asked("something");
    at(140);

    assertThat(answersAfter()).isEqualTo(40);
    assertThat(outages.answersAfter(seconds(100), seconds(150)).what())
        .isEqualTo("something, never answered");
  }

  @Test
  void countsWhatWasGivenUpUntilThen() {
    at(101);
    Outages.Waiting givenUp = outages.asked("something");
    at(103);
    outages.refused(givenUp);
    outages.triedAgain(givenUp);
    at(131);
    outages.refused(givenUp);
    at(140);

    assertThat(answersAfter()).isEqualTo(31);
  }

  @Test
  void countsWhatBeginsToWaitAfterSomethingElseWasAnswered() {
    ask(100, 101, 2);
    ask(104, 109, 1);

    assertThat(answersAfter()).isEqualTo(9);
  }

  @Test
  void leavesWhatComesMuchLaterAndWhatFollowsTheNextFault() {
    ask(100, 102, 1);
    ask(120, 125, 1);
    ask(151, 157, 1);

    assertThat(answersAfter()).isEqualTo(2);
  }

  @Test
  void countsEventsThatWereDue() {
    at(108);
    outages.heard(seconds(101));

    assertThat(
            TimeUnit.NANOSECONDS.toSeconds(outages.eventsAfter(seconds(100), seconds(150)).nanos()))
        .isEqualTo(8);
    assertThat(answersAfter()).isZero();
  }

  private void ask(long from, long to, int tries) {
    at(from);
    Outages.Waiting waiting = outages.asked("something");
    at(to);
    outages.answered(waiting, tries);
  }

  private long answersAfter() {
    return TimeUnit.NANOSECONDS.toSeconds(outages.answersAfter(seconds(100), seconds(150)).nanos());
  }

  private void at(long second) {
    clock.set(seconds(second));
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
