package tutti.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import tutti.protocol.json.Wire;

/**
 * What one run came to.
 *
 * @param latencyNanos one per session, ascending
 * @param cpuNanos of all processes together
 */
record Figures(
    int processes, Load.Size size, List<Long> latencyNanos, long elapsedNanos, long cpuNanos) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String ROW = "%9s %8s %9s %12s %11s %9s %9s %12s";

  Figures {
    latencyNanos = latencyNanos.stream().sorted().toList();
  }

  static String heading() {
    return ROW.formatted(
        "processes",
        "signers",
        "sessions",
        "concurrency",
        "sessions/s",
        "p50 ms",
        "p99 ms",
        "CPU ms/sess.");
  }

  String row() {
    return ROW.formatted(
        processes,
        size.signers(),
        size.sessions(),
        size.concurrency(),
        rounded(sessionsPerSecond()),
        rounded(latencyMillis(50)),
        rounded(latencyMillis(99)),
        rounded(cpuMillisPerSession()));
  }

  ObjectNode json() {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("processes", processes).put("signers", size.signers());
    json.put("sessions", size.sessions()).put("concurrency", size.concurrency());
    json.put("sessionsPerSecond", sessionsPerSecond());
    json.putObject("latencyMillis").put("p50", latencyMillis(50)).put("p99", latencyMillis(99));
    json.put("cpuMillisPerSession", cpuMillisPerSession());
    return json;
  }

  double sessionsPerSecond() {
    return latencyNanos.size() * NANOS_PER_SECOND / elapsedNanos;
  }

  double cpuMillisPerSession() {
    return cpuNanos / NANOS_PER_MILLI / latencyNanos.size();
  }

  /** The latency that this share of the sessions did not exceed (nearest rank). */
  double latencyMillis(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * latencyNanos.size());
    return latencyNanos.get(Math.max(1, rank) - 1) / NANOS_PER_MILLI;
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
  }
}
