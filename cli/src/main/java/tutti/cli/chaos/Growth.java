package tutti.cli.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Whether something grows though the load does not: compares the first third of what was measured
 * with the last, each by its median, once as much is forgotten as comes.
 */
record Growth(List<Sample> samples, long warmUpSeconds) {
  private static final int THIRDS = 3;
  private static final int FEWEST = 6;

  /**
   * How much more there may be in the end: chance, and compilers and caches at work.
   *
   * @param percent of what there was
   * @param amount and as many in any case
   */
  private record Tolerance(int percent, long amount) {
    boolean isExceeded(long before, long after) {
      return after > before + before * percent / 100 + amount;
    }
  }

  private static final Tolerance HEAP_KILOBYTES = new Tolerance(20, 12 * 1024);
  private static final Tolerance THREADS = new Tolerance(10, 8);
  private static final Tolerance FILES = new Tolerance(10, 16);
  private static final Tolerance ENTRIES = new Tolerance(30, 100);
  private static final Tolerance SUBSCRIPTIONS = new Tolerance(5, 10);

  /** Without those from before things were forgotten. */
  private List<Sample> settled() {
    return samples.stream().filter(sample -> sample.atSeconds() >= warmUpSeconds).toList();
  }

  /** Whether there is enough to compare. */
  boolean isKnown() {
    return settled().size() >= FEWEST;
  }

  /** What has grown, in words; empty if nothing has, or if that is not known. */
  List<String> found() {
    List<String> found = new ArrayList<>();
    if (!isKnown()) {
      return found;
    }
    for (String process : names(Sample::processes)) {
      add(
          found,
          "heap KB of " + process,
          HEAP_KILOBYTES,
          s -> of(s, process, Vitals::heapKilobytes));
      add(found, "threads of " + process, THREADS, s -> of(s, process, Vitals::threads));
      add(found, "files of " + process, FILES, s -> of(s, process, Vitals::files));
    }
    for (String map : names(Sample::maps)) {
      add(found, "entries of " + map, ENTRIES, s -> s.entries(map));
    }
    add(found, "subscriptions", SUBSCRIPTIONS, Sample::subscriptions);
    return found;
  }

  private Set<String> names(Function<Sample, Map<String, ?>> part) {
    Set<String> names = new TreeSet<>();
    settled().forEach(sample -> names.addAll(part.apply(sample).keySet()));
    return names;
  }

  private static long of(Sample sample, String process, ToLongFunction<Vitals> what) {
    Vitals vitals = sample.processes().get(process);
    return vitals == null ? -1 : what.applyAsLong(vitals);
  }

  private void add(
      List<String> found, String what, Tolerance tolerance, ToLongFunction<Sample> value) {
    List<Sample> settled = settled();
    int third = settled.size() / THIRDS;
    long before = median(settled.subList(0, third), value);
    long after = median(settled.subList(settled.size() - third, settled.size()), value);
    if (tolerance.isExceeded(before, after)) {
      found.add("grew: %s from %d to %d".formatted(what, before, after));
    }
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> value) {
    List<Long> ordered = samples.stream().map(value::applyAsLong).sorted().toList();
    return ordered.get(ordered.size() / 2);
  }
}
