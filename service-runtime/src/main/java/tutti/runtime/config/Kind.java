package tutti.runtime.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kind of value, as text and as what it means.
 *
 * @param label what help shows in place of the value
 * @param reader throws {@link IllegalArgumentException} that says what is wrong with the text
 */
public record Kind<T>(String label, Function<String, T> reader) {
  private static final String SECRET = "SECRET";
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)?");

  static Kind<String> text() {
    return new Kind<>("TEXT", Kind::present);
  }

  /** A text that is not to be shown: not a flag, and never part of a message. */
  static Kind<String> secret() {
    return new Kind<>(SECRET, text -> text);
  }

  /** Where a database is, or {@code none}. May hold no password, for it is shown. */
  static Kind<String> database() {
    return new Kind<>("URL", Kind::databaseUrl);
  }

  /** Where a server is, or {@code none}. May hold no password, for it is shown. */
  static Kind<String> http() {
    return new Kind<>("URL", Kind::httpUrl);
  }

  static Kind<List<String>> list() {
    return new Kind<>(
        "A,B",
        text ->
            Arrays.stream(present(text).split(",")).map(String::strip).map(Kind::present).toList());
  }

  /** Hosts, or a Service of Kubernetes. */
  static Kind<List<String>> members() {
    Kind<List<String>> list = list();
    return new Kind<>(
        list.label,
        text -> {
          List<String> members = list.reader.apply(text);
          KubernetesService.of(members);
          return members;
        });
  }

  static Kind<Integer> integer(int min, int max) {
    return new Kind<>("N", text -> Math.toIntExact(inRange(number(text), min, max)));
  }

  /** A port, 0 for any free one, or {@code none}. */
  static Kind<OptionalInt> optionalPort() {
    Kind<Integer> port = integer(0, HIGHEST_PORT);
    return new Kind<>(
        "N|none",
        text ->
            text.strip().equals("none")
                ? OptionalInt.empty()
                : OptionalInt.of(port.reader.apply(text)));
  }

  static Kind<Long> number(long min, long max) {
    return new Kind<>("N", text -> inRange(number(text), min, max));
  }

  /** Whether values are not to be shown. */
  public boolean isSecret() {
    return label.equals(SECRET);
  }

  /** Milliseconds, or a number with a unit: {@code 250}, {@code 10s}, {@code 5m}, {@code 2h}. */
  public static Kind<Duration> duration(Duration min, Duration max) {
    Kind<Long> millis = millis(min.toMillis(), max.toMillis());
    return new Kind<>(millis.label, text -> Duration.ofMillis(millis.reader.apply(text)));
  }

  static Kind<Long> millis(long min, long max) {
    return new Kind<>("TIME", text -> inRange(milliseconds(text), min, max));
  }

  public static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    String choices =
        Arrays.stream(type.getEnumConstants()).map(Kind::wireName).collect(Collectors.joining("|"));
    return new Kind<>(choices, text -> chosen(type, text, choices));
  }

  private static <E extends Enum<E>> E chosen(Class<E> type, String text, String choices) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> wireName(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'%s' is none of %s".formatted(text, choices)));
  }

  private static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  // The text is not repeated: it might hold a password after all.
  private static String databaseUrl(String text) {
    String url = text.strip();
    if (!url.equals("none") && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "is neither jdbc:postgresql://HOST:PORT/DATABASE nor none");
    }
    // The driver does not know user:password@host, but would name it as a host that it cannot find.
    if (url.toLowerCase(Locale.ROOT).contains("password") || url.contains("@")) {
      throw new IllegalArgumentException("holds a password; there is a setting of its own for it");
    }
    return url;
  }

  private static String httpUrl(String text) {
    String url = text.strip().replaceAll("/+$", "");
    if (!url.equals("none") && !url.matches("https?://[^@?#\\s]+")) {
      throw new IllegalArgumentException("is neither http://HOST:PORT, without a user, nor none");
    }
    return url;
  }

  private static String present(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty");
    }
    return text.strip();
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'%s' is not a whole number".formatted(text), e);
    }
  }

  private static long milliseconds(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a time; write milliseconds, or 10s, 5m, 2h, 1d".formatted(text));
    }
    String unit = matcher.group(2);
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit == null ? 1 : factor(unit));
  }

  /** Milliseconds with the largest unit that leaves a whole number: {@code 10m}. */
  static String time(long millis) {
    for (String unit : List.of("d", "h", "m", "s")) {
      if (millis > 0 && millis % factor(unit) == 0) {
        return millis / factor(unit) + unit;
      }
    }
    return millis + "ms";
  }

  private static long factor(String unit) {
    return switch (unit) {
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 1;
    };
  }

  private static long inRange(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("%d is outside %d to %d".formatted(value, min, max));
    }
    return value;
  }
}
