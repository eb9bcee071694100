package tutti.cli.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
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
    Plan plan,
    Journal journal,
    Calls calls,
    Audit audit,
    Faults faults,
    List<Faults.Injected> injected,
    Growth growth,
    Effort effort) {
  private static final int SHOWN = 20;

  /**
   * What signers did.
   *
   * @param heldBack requests that they were refused on their own side, since answers were late
   */
  record Effort(long underLoadNanos, long heldBack) {
    long seconds() {
      return TimeUnit.NANOSECONDS.toSeconds(underLoadNanos);
    }
  }

  private static final String ROW = "%-38s %s";

  Report report() {
    Tally tally = journal.tally();
    List<String> problems = problems(tally);
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("seed", plan.seed()).put("seconds", effort.seconds());
    json.put("processes", plan.shape().processes()).put("dataMembers", plan.dataMembers());
    json.put("concurrency", plan.concurrency());
    add(json.putObject("sessions"), tally);
    json.put("acknowledged", audit.checked());
    json.put("acknowledgedButMissing", audit.missing().size());
    json.put("readTooLate", audit.tooLate());
    json.put("invalidResults", audit.invalid().size());
    json.put("usedTwice", journal.usedTwice().size());
    json.put("heldBack", effort.heldBack());
    json.set("refusedTries", Wire.tree(calls.refusals()));
    json.set("takeoverMillis", Wire.tree(takeover()));
    ArrayNode listed = json.putArray("faults");
    injected.forEach(fault -> listed.add(fault.json()));
    ArrayNode overloads = json.putArray("overloads");
    faults.overloads().forEach(one -> overloads.add(one.json()));
    if (!growth.samples().isEmpty()) {
      json.put("growthKnown", growth.isKnown());
    }
    ArrayNode vitals = json.putArray("samples");
    growth.samples().forEach(sample -> vitals.add(sample.json()));
    ArrayNode shown = json.putArray("problems");
    problems.stream().limit(SHOWN).forEach(shown::add);
    return new Report(json, lines(tally, problems), failure(problems));
  }

  private List<String> problems(Tally tally) {
    List<String> problems = new ArrayList<>(journal.unsigned());
    tally.failed().forEach((why, count) -> problems.add("%d failed: %s".formatted(count, why)));
    audit.missing().forEach(one -> problems.add("missing: " + one));
    audit.invalid().forEach(one -> problems.add("invalid: " + one));
    journal.usedTwice().forEach(one -> problems.add("used twice: " + one));
    problems.addAll(faults.disorders());
    problems.addAll(lateTakeovers());
    problems.addAll(growth.found());
    faults.overloads().forEach(one -> problems.addAll(one.problems()));
    if (plan.sessions() > 0 && tally.completed() != plan.sessions()) {
      problems.add("%d of %d completed".formatted(tally.completed(), plan.sessions()));
    }
    if (calls.withoutHint() > 0) {
      problems.add("%d refused as too much without a hint".formatted(calls.withoutHint()));
    }
    return problems;
  }

  private List<String> lateTakeovers() {
    long most = plan.takeover().toMillis();
    return injected.stream()
        .filter(Faults.Injected::isKill)
        .filter(fault -> fault.takeoverNanos() > plan.takeover().toNanos())
        .map(fault -> "taken over later than %d ms after a kill: %s".formatted(most, fault.json()))
        .toList();
  }

  private static void add(ObjectNode json, Tally tally) {
    json.put("started", tally.started()).put("completed", tally.completed());
    json.put("unheard", tally.unheard()).put("interrupted", tally.interrupted());
    json.put("hanging", tally.running());
    ObjectNode failed = json.putObject("failed");
    tally.failed().forEach(failed::put);
    ObjectNode refused = json.putObject("refused");
    tally.refused().forEach(refused::put);
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

  private List<String> lines(Tally tally, List<String> problems) {
    List<String> lines = new ArrayList<>();
    lines.add(row("under load", effort.seconds() + " s"));
    lines.add(row("faults injected", counted(kinds())));
    lines.add(row("sessions started", tally.started()));
    lines.add(row("sessions completed", tally.completed()));
    lines.add(row("of these the announcer had given up", tally.unheard()));
    lines.add(row("sessions whose signer lost its nonce", tally.interrupted()));
    lines.add(row("sessions failed (must be 0)", counted(tally.failed())));
    lines.add(row("sessions hanging (must be 0)", tally.running()));
    lines.add(row("requests refused as too much", counted(tally.refused())));
    lines.add(row("tries that signers held back", effort.heldBack()));
    lines.add(row("acknowledgements read back", audit.checked()));
    lines.add(row("acknowledged but missing (must be 0)", audit.missing().size()));
    lines.add(row("sessions read back too late to tell", audit.tooLate()));
    lines.add(row("invalid results (must be 0)", audit.invalid().size()));
    lines.add(row("nonce or signature twice (must be 0)", journal.usedTwice().size()));
    takeover()
        .forEach(
            (kind, times) ->
                lines.add(
                    row(
                        "takeover after " + kind,
                        "p50 %d ms, p99 %d ms, max %d ms"
                            .formatted(times.get("p50"), times.get("p99"), times.get("max")))));
    faults.overloads().forEach(one -> lines.add(row("overload", one)));
    if (!growth.samples().isEmpty()) {
      lines.add(row("growth", growth.isKnown() ? growth.found() : "too short to say"));
      lines.add(Soak.heading());
      growth.samples().forEach(sample -> lines.add(Soak.row(sample)));
    }
    problems.stream().limit(SHOWN).forEach(lines::add);
    return lines;
  }

  private static String row(String what, Object value) {
    return ROW.formatted(what, value);
  }

  private static String counted(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "0"
        : counts.entrySet().stream()
            .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
  }

  private Map<String, Long> kinds() {
    Map<String, Long> counts = new TreeMap<>();
    injected.forEach(fault -> counts.merge(fault.kind(), 1L, Long::sum));
    return counts;
  }

  /** By kind of fault. */
  private Map<String, Map<String, Long>> takeover() {
    Map<String, List<Long>> times = new TreeMap<>();
    for (Faults.Injected fault : injected.stream().filter(one -> !one.isOfSigners()).toList()) {
      times.computeIfAbsent(fault.kind(), any -> new ArrayList<>()).add(fault.takeoverNanos());
    }
    Map<String, Map<String, Long>> figures = new TreeMap<>();
    times.forEach(
        (kind, nanos) ->
            figures.put(
                kind,
                new TreeMap<>(
                    Map.of(
                        "p50", millis(nanos, 50),
                        "p99", millis(nanos, 99),
                        "max", millis(nanos, 100)))));
    return figures;
  }

  /** The time that this share did not exceed (nearest rank). */
  private static long millis(List<Long> nanos, int percent) {
    List<Long> ordered = nanos.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100.0 * ordered.size());
    return TimeUnit.NANOSECONDS.toMillis(ordered.get(Math.max(1, rank) - 1));
  }
}
