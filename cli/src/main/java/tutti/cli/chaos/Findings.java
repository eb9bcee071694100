package tutti.cli.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.cli.terminal.Report;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.json.Wire;

/** What a run came to. */
record Findings(
    Plan plan, Journal journal, Calls calls, Audit audit, Faults faults, long underLoadNanos) {
  private static final int SHOWN = 20;
  private static final String ROW = "%-38s %s";

  Report report() {
    List<Signing> hanging =
        journal.signings().stream().filter(signing -> !signing.isOver()).toList();
    List<String> problems = new ArrayList<>();
    hanging.forEach(signing -> problems.add("hangs: " + signing));
    audit.missing().forEach(one -> problems.add("missing: " + one));
    audit.invalid().forEach(one -> problems.add("invalid: " + one));
    journal.usedTwice().forEach(one -> problems.add("used twice: " + one));
    problems.addAll(faults.disorders());

    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("seed", plan.seed()).put("seconds", TimeUnit.NANOSECONDS.toSeconds(underLoadNanos));
    json.put("processes", plan.processes()).put("dataMembers", plan.dataMembers());
    json.put("concurrency", plan.concurrency());
    ArrayNode listed = json.putArray("faults");
    injected().forEach(fault -> listed.add(json(fault)));
    ObjectNode sessions = json.putObject("sessions");
    sessions.put("started", journal.signings().size());
    sessions.put("completed", completed());
    sessions.put("hanging", hanging.size());
    ObjectNode failed = sessions.putObject("failed");
    failures().forEach(failed::put);
    json.put("acknowledged", audit.checked());
    json.put("acknowledgedButMissing", audit.missing().size());
    json.put("invalidResults", audit.invalid().size());
    json.put("usedTwice", journal.usedTwice().size());
    ObjectNode refusals = json.putObject("refusedTries");
    calls.refusals().forEach((code, count) -> refusals.put(code.name(), count));
    json.set("takeoverMillis", Wire.tree(takeover()));
    ArrayNode shown = json.putArray("problems");
    problems.stream().limit(SHOWN).forEach(shown::add);
    return new Report(json, lines(hanging.size(), problems), failure(problems));
  }

  private static @Nullable Failure failure(List<String> problems) {
    return problems.isEmpty()
        ? null
        : new Failure(
            ErrorCode.INTERNAL,
            "%d things happened that must not".formatted(problems.size()),
            null,
            null,
            false,
            null);
  }

  private List<String> lines(int hanging, List<String> problems) {
    List<String> lines = new ArrayList<>();
    lines.add(row("under load", TimeUnit.NANOSECONDS.toSeconds(underLoadNanos) + " s"));
    lines.add(row("faults injected", counted(kinds())));
    lines.add(row("sessions started", journal.signings().size()));
    lines.add(row("sessions completed", completed()));
    lines.add(row("sessions failed", failures().isEmpty() ? "0" : counted(failures())));
    lines.add(row("sessions hanging (must be 0)", hanging));
    lines.add(row("acknowledgements read back", audit.checked()));
    lines.add(row("acknowledged but missing (must be 0)", audit.missing().size()));
    lines.add(row("invalid results (must be 0)", audit.invalid().size()));
    lines.add(row("nonce or signature twice (must be 0)", journal.usedTwice().size()));
    takeover()
        .forEach(
            (kind, times) ->
                lines.add(
                    row(
                        "takeover after " + kind,
                        "p50 %d ms, p99 %d ms".formatted(times.get("p50"), times.get("p99")))));
    problems.stream().limit(SHOWN).forEach(lines::add);
    return lines;
  }

  private static String row(String what, Object value) {
    return ROW.formatted(what, value);
  }

  private static String counted(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private long completed() {
    return journal.signings().stream().filter(Signing::isComplete).count();
  }

  private Map<String, Integer> failures() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Signing signing : journal.signings()) {
      signing.failure().ifPresent(reason -> counts.merge(reason, 1, Integer::sum));
    }
    return counts;
  }

  private List<Faults.Injected> injected() {
    return faults.injected();
  }

  private Map<String, Integer> kinds() {
    Map<String, Integer> counts = new TreeMap<>();
    injected().forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
    return counts;
  }

  /** By kind of fault. */
  private Map<String, Map<String, Long>> takeover() {
    Map<String, List<Long>> times = new TreeMap<>();
    for (Faults.Injected fault : injected()) {
      times.computeIfAbsent(fault.kind(), any -> new ArrayList<>()).add(fault.takeoverNanos());
    }
    Map<String, Map<String, Long>> figures = new TreeMap<>();
    times.forEach(
        (kind, nanos) ->
            figures.put(
                kind, new TreeMap<>(Map.of("p50", millis(nanos, 50), "p99", millis(nanos, 99)))));
    return figures;
  }

  /** The time that this share did not exceed (nearest rank). */
  private static long millis(List<Long> nanos, int percent) {
    List<Long> ordered = nanos.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100.0 * ordered.size());
    return TimeUnit.NANOSECONDS.toMillis(ordered.get(Math.max(1, rank) - 1));
  }

  private static ObjectNode json(Faults.Injected fault) {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("atMillis", fault.atMillis()).put("kind", fault.kind().toLowerCase(Locale.ROOT));
    json.put("target", fault.target());
    json.put("answersMillis", TimeUnit.NANOSECONDS.toMillis(fault.answersNanos()));
    json.put("eventsMillis", TimeUnit.NANOSECONDS.toMillis(fault.eventsNanos()));
    json.put("wholeMillis", TimeUnit.NANOSECONDS.toMillis(fault.wholeNanos()));
    return json;
  }
}
