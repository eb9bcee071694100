package tutti.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenTest {
  private static final int ROOM = 64;

  @Test
  void knowsWhatWasSeenElsewhere() {
    Seen seen = new Seen();

    assertThat(seen.elsewhere("nonce", "here")).isFalse();
    assertThat(seen.elsewhere("other nonce", "there")).isFalse();
    assertThat(seen.elsewhere("nonce", "here")).isFalse();
    assertThat(seen.elsewhere("nonce", "there")).isTrue();
  }

  @Test
  void remembersEverythingWhileThereIsRoom() {
    Seen seen = new Seen();
    for (int i = 0; i < 50_000; i++) {
      assertThat(seen.elsewhere("nonce " + i, "here")).isFalse();
    }

    for (int i = 0; i < 50_000; i++) {
      assertThat(seen.elsewhere("nonce " + i, "there")).as("nonce %d", i).isTrue();
    }
  }

  @Test
  void neverSaysTooMuchWhenItIsFull() {
    Seen seen = new Seen(ROOM);
    for (int i = 0; i < 10 * ROOM; i++) {
      assertThat(seen.elsewhere("nonce " + i, "here")).isFalse();
    }

    assertThat(seen.elsewhere("nonce " + (10 * ROOM - 1), "there")).isTrue();
  }
}
