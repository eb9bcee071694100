package tutti.cli.rollout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.cli.chaos.Crew;
import tutti.cli.chaos.Outages;
import tutti.cli.chaos.Tally;
import tutti.cli.terminal.Report;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.json.Wire;

/** What a run came to. */
record Findings(
    Crew crew,
    Crew.Inventory inventory,
    Crew.@Nullable Inventory afterwards,
    Controller controller,
    List<Pod> pods,
    List<Rollout.Happening> happenings,
    int lostPartitions) {
  private static final int SHOWN = 20;
  private static final String ROW = "%-44s %s";

  Report report() {
    Tally tally = crew.tally();
    List<String> problems = problems(tally);
    ObjectNode json = Wire.mapper().createObjectNode();
    ObjectNode sessions = json.putObject("sessions");
    sessions.put("started", tally.started()).put("completed", tally.completed());
    sessions.put("failed", failed(tally)).put("hanging", tally.running());
    json.put("acknowledged", inventory.acknowledged());
    json.put("acknowledgedButMissing", inventory.missing().size());
    json.put("invalidResults", inventory.invalid().size());
    if (afterwards != null) {
      json.put("missingAfterStop", afterwards.missing().size());
    }
    json.put("usedTwice", crew.usedTwice());
    json.put("lostPartitions", lostPartitions);
    json.put("longestPauseMillis", longestPause());
    ArrayNode done = json.putArray("changes");
    happenings.forEach(one -> done.add(json(one)));
    ArrayNode ready = json.putArray("pods");
    pods.forEach(pod -> ready.add(json(pod)));
    ArrayNode shown = json.putArray("problems");
    problems.stream().limit(SHOWN).forEach(shown::add);
    return new Report(json, lines(tally, problems), failure(problems));
  }

  private List<String> problems(Tally tally) {
    List<String> problems = new ArrayList<>(crew.problems());
    if (tally.completed() == 0) {
      problems.add("no session was completed");
    }
    inventory.missing().forEach(one -> problems.add("missing: " + one));
    inventory.invalid().forEach(one -> problems.add("invalid: " + one));
    if (afterwards != null) {
      afterwards.missing().forEach(one -> problems.add("missing after all were stopped: " + one));
    }
    problems.addAll(controller.problems());
    if (lostPartitions > 0) {
      problems.add("%d partitions were lost with all copies".formatted(lostPartitions));
    }
    return problems;
  }

  private static long failed(Tally tally) {
    return tally.failed().values().stream().mapToLong(Long::longValue).sum();
  }

  /** While something happened, and there was load. */
  private long longestPause() {
    return happenings.stream()
        .filter(Rollout.Happening::underLoad)
        .mapToLong(one -> crew.longestPauseMillis(one.fromNanos(), one.toNanos()))
        .max()
        .orElse(0);
  }

  private ObjectNode json(Rollout.Happening one) {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("what", one.what()).put("millis", millis(one));
    if (!one.underLoad()) {
      return json;
    }
    Outages.Wait answers = crew.answersAfter(one.fromNanos(), one.toNanos());
    json.put("answersMillis", answers.millis()).put("lastAnswer", answers.what());
    json.put("longestPauseMillis", crew.longestPauseMillis(one.fromNanos(), one.toNanos()));
    return json;
  }

  private ObjectNode json(Pod pod) {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("name", pod.name()).put("address", pod.address());
    json.put("readyMillis", pod.readyAfterMillis());
    controller.endings().stream()
        .filter(ending -> ending.pod() == pod)
        .findFirst()
        .ifPresent(
            ending ->
                json.put("stoppedMillis", ending.millis()).put("exitCode", ending.exitCode()));
    return json;
  }

  private static long millis(Rollout.Happening one) {
    return (one.toNanos() - one.fromNanos()) / 1_000_000;
  }

  private List<String> lines(Tally tally, List<String> problems) {
    List<String> lines = new ArrayList<>();
    lines.add(row("sessions completed", "%d of %d".formatted(tally.completed(), tally.started())));
    lines.add(row("sessions failed (must be 0)", failed(tally)));
    lines.add(row("sessions hanging (must be 0)", tally.running()));
    lines.add(row("acknowledgements read back", inventory.acknowledged()));
    lines.add(row("acknowledged but missing (must be 0)", inventory.missing().size()));
    if (afterwards != null) {
      lines.add(
          row(
              "... after all were stopped (must be 0)",
              "%d of %d".formatted(afterwards.missing().size(), afterwards.acknowledged())));
    }
    lines.add(row("invalid results (must be 0)", inventory.invalid().size()));
    lines.add(row("nonce or signature twice (must be 0)", crew.usedTwice()));
    lines.add(row("partitions lost (must be 0)", lostPartitions));
    lines.add(row("longest time without a completed session", longestPause() + " ms"));
    happenings.forEach(one -> lines.add(row(one.what(), figures(one))));
    pods.forEach(
        pod -> lines.add(row(pod.name() + " ready after", pod.readyAfterMillis() + " ms")));
    controller
        .endings()
        .forEach(
            ending ->
                lines.add(row(ending.pod().name() + " stopped within", ending.millis() + " ms")));
    problems.stream().limit(SHOWN).forEach(lines::add);
    return lines;
  }

  private String figures(Rollout.Happening one) {
    String took = "%.1f s".formatted(millis(one) / 1e3);
    Outages.Wait answers = crew.answersAfter(one.fromNanos(), one.toNanos());
    long pause = crew.longestPauseMillis(one.fromNanos(), one.toNanos());
    return one.underLoad()
        ? "%s, no session completed for %d ms, all was answered after %d ms (%s)"
            .formatted(took, pause, answers.millis(), answers.what())
        : took;
  }

  private static String row(String what, Object value) {
    return ROW.formatted(what, value);
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
}
