package tutti.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures as a table for people and as JSON for programs. */
record Report(List<Row> rows) {
  private static final String OPERATION = "%-18s %7s";
  private static final String BINDING = "%18s";
  private static final String ENGINE = "%18s (%5s)";
  private static final int PAIR = 2;
  private static final int MANY = 100;

  Report {
    rows = List.copyOf(rows);
  }

  /** The table, line by line. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(heading());
    rows.forEach(row -> lines.add(line(row)));
    lines.add("");
    lines.add(
        "Microseconds of CPU time per operation, least of all batches; beside it the ratio to");
    lines.add("the binding. One thread; the garbage collector's work is not in it.");
    for (String contender : Contenders.names()) {
      coordinatorShare(contender).ifPresent(share -> lines.add(coordinator(contender, share)));
    }
    return lines;
  }

  private static String coordinator(String contender, double share) {
    return String.format(
        Locale.ROOT,
        "Coordinator of %d with %s: %.2f x (key aggregation + nonce aggregation + verification).",
        MANY,
        contender,
        share);
  }

  private static String heading() {
    StringBuilder line = new StringBuilder(OPERATION.formatted("operation", "signers"));
    for (String contender : Contenders.names()) {
      line.append(
          contender.equals(BindingContender.NAME)
              ? BINDING.formatted(contender)
              : ENGINE.formatted(contender, "ratio"));
    }
    return line.toString();
  }

  private static String line(Row row) {
    StringBuilder line = new StringBuilder(OPERATION.formatted(row.operation(), row.signers()));
    for (String contender : Contenders.names()) {
      String least = rounded(row.least(contender));
      line.append(
          contender.equals(BindingContender.NAME)
              ? BINDING.formatted(least)
              : ENGINE.formatted(least, String.format(Locale.ROOT, "%.2f", row.ratio(contender))));
    }
    return line.toString();
  }

  private static String rounded(double micros) {
    return String.format(
        Locale.ROOT, micros < 10 ? "%.2f" : micros < 100 ? "%.1f" : "%.0f", micros);
  }

  /** A coordinator's whole work over the three parts of it that cannot be avoided. */
  Optional<Double> coordinatorShare(String contender) {
    Optional<Double> whole = least(Operation.COORDINATE, MANY, contender);
    Optional<Double> keys = least(Operation.AGGREGATE_KEYS, MANY, contender);
    Optional<Double> nonces = least(Operation.AGGREGATE_NONCES, MANY, contender);
    Optional<Double> verification = least(Operation.VERIFY_SCHNORR, PAIR, contender);
    return whole.flatMap(
        all -> keys.flatMap(k -> nonces.flatMap(n -> verification.map(v -> all / (k + n + v)))));
  }

  private Optional<Double> least(Operation operation, int signers, String contender) {
    return rows.stream()
        .filter(row -> row.operation() == operation && row.signers() == signers)
        .findFirst()
        .map(row -> row.least(contender));
  }

  /** Everything that was measured. */
  ObjectNode json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    ArrayNode operations = json.putArray("operations");
    for (Row row : rows) {
      ObjectNode node = operations.addObject();
      node.put("operation", row.operation().toString()).put("signers", row.signers());
      ObjectNode contenders = node.putObject("contenders");
      for (String contender : Contenders.names()) {
        fill(contenders.putObject(contender), row.figure(contender), row.ratio(contender));
      }
    }
    ObjectNode shares = json.putObject("coordinatorShare");
    for (String contender : Contenders.names()) {
      coordinatorShare(contender).ifPresent(share -> shares.put(contender, share));
    }
    return json;
  }

  private static void fill(ObjectNode node, Row.Figure figure, double ratio) {
    node.put("leastMicros", figure.least()).put("medianMicros", figure.median());
    node.put("allocatedBytes", Math.round(figure.bytes())).put("ratio", ratio);
  }
}
