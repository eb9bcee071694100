package tutti.cli.chaos;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What happens to the messages that reach a process.
 *
 * @param lost of a hundred messages, how many never arrive
 * @param repeated of a hundred, how many arrive twice
 * @param delayMillis the longest time that one is late; so they overtake each other
 */
record Disturbance(int lost, int repeated, int delayMillis) {
  static final Disturbance NONE = new Disturbance(0, 0, 0);

  private static final Pattern BLANK = Pattern.compile(" ");

  /** As one process tells it to another. */
  String text() {
    return "%d %d %d".formatted(lost, repeated, delayMillis);
  }

  static Disturbance of(String text) {
    String[] numbers = BLANK.split(text, -1);
    return new Disturbance(
        Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
  }

  boolean loses() {
    return happens(lost);
  }

  boolean repeats() {
    return happens(repeated);
  }

  /** How late this message is; 0 for not at all. */
  int delay() {
    return delayMillis == 0 ? 0 : ThreadLocalRandom.current().nextInt(delayMillis);
  }

  private static boolean happens(int ofHundred) {
    return ofHundred > 0 && ThreadLocalRandom.current().nextInt(100) < ofHundred;
  }
}
