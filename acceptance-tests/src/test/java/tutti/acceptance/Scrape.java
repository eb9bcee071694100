package tutti.acceptance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus reads of a process: families of series, by name. */
record Scrape(Map<String, Family> families) {
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final List<String> SUFFIXES = List.of("_bucket", "_count", "_sum", "");

  /** All series of one name. */
  record Family(String type, String help, Set<String> labels, Set<String> values, int series) {}

  static Scrape of(String text) {
    Map<String, String> help = new TreeMap<>();
    Map<String, Family> families = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        help.put(words[2], words[3]);
      } else if (line.startsWith("# TYPE ")) {
        String said = help.getOrDefault(words[2], "");
        families.put(words[2], new Family(words[3], said, Set.of(), Set.of(), 0));
      } else if (!line.isEmpty()) {
        add(families, line);
      }
    }
    return new Scrape(families);
  }

  boolean has(String series) {
    return SUFFIXES.stream()
        .anyMatch(suffix -> series.endsWith(suffix) && families.containsKey(cut(series, suffix)));
  }

  private static void add(Map<String, Family> families, String line) {
    String name = line.split("[ {]", 2)[0];
    String family =
        SUFFIXES.stream()
            .filter(name::endsWith)
            .map(suffix -> cut(name, suffix))
            .filter(families::containsKey)
            .findFirst()
            .orElseThrow(() -> new AssertionError("of no family: " + line));
    Family before = families.get(family);
    Set<String> labels = new TreeSet<>(before.labels());
    Set<String> values = new TreeSet<>(before.values());
    for (Matcher label = LABEL.matcher(line); label.find(); ) {
      if (!label.group(1).equals("le")) {
        labels.add(label.group(1));
        values.add(label.group(2));
      }
    }
    families.put(
        family, new Family(before.type(), before.help(), labels, values, before.series() + 1));
  }

  private static String cut(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }
}
