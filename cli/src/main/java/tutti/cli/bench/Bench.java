package tutti.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tutti.cli.bench.Load.Size;
import tutti.cli.bench.Load.Times;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.musig2.EngineChoice;
import tutti.musig2.Engines;
import tutti.protocol.json.Wire;
import tutti.runtime.config.Settings;

/** Runs the load over all sizes and kinds of sites. */
public final class Bench {
  private static final List<String> COUNTED =
      List.of(
          "A session is everything from announcing to the confirmed broadcast: all signers join,"
              + " commit, share nonces and partial signatures, and verify all of it.",
          "Latency is from announcing to the announcer's verified signature.",
          "CPU is that of all processes, with all signers: wall clock does not matter. Warm-up,"
              + " starting and advertising are not counted.");

  private final Terminal terminal;
  private final Plan plan;

  /**
   * What to run.
   *
   * @param engine what signers and services compute with
   * @param sessions absent: fewer for more signers
   * @param concurrency absent: fewer for more signers
   */
  public record Plan(
      EngineChoice engine,
      List<Integer> processes,
      List<Integer> signers,
      @Nullable Integer sessions,
      @Nullable Integer concurrency) {
    public Plan {
      processes = List.copyOf(processes);
      signers = List.copyOf(signers);
    }

    Size size(int signersOfOne) {
      return new Size(
          signersOfOne,
          sessions == null ? Math.max(10, 2_000 / signersOfOne) : sessions,
          concurrency == null ? Math.max(1, Math.min(16, 32 / signersOfOne)) : concurrency);
    }
  }

  public Bench(Terminal terminal, Plan plan) {
    this.terminal = terminal;
    this.plan = plan;
  }

  /** Runs it all. */
  public Report run() throws ExecutionException, InterruptedException {
    List<Figures> all = new ArrayList<>();
    String engine = Engines.select(plan.engine).engine().name();
    Map<String, String> settings = Map.of(Settings.CRYPTO_ENGINE.name(), engine);
    for (int processes : plan.processes) {
      terminal.progress("starting a cluster of %d".formatted(processes));
      var waiting = new Waiting(terminal);
      try (Site site =
          processes == 1
              ? Site.ofOneProcess(waiting, settings)
              : Site.ofFourProcesses(waiting, settings)) {
        for (int signers : plan.signers) {
          all.add(measure(site, processes, plan.size(signers)));
        }
      }
    }
    return report(all, engine);
  }

  private Figures measure(Site site, int processes, Size size)
      throws ExecutionException, InterruptedException {
    String what = "%d signers, %d sessions".formatted(size.signers(), size.sessions());
    try (Load load = Load.of(size, site.context())) {
      terminal.progress(what + ": warming up");
      load.run();
      terminal.progress(what + ": measuring");
      long before = site.cpuNanos();
      Times times = load.run();
      long cpu = site.cpuNanos() - before;
      return new Figures(processes, size, times.latencyNanos(), times.elapsedNanos(), cpu);
    }
  }

  private static Report report(List<Figures> all, String engine) {
    int cores = Runtime.getRuntime().availableProcessors();
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("java", System.getProperty("java.version")).put("cores", cores);
    json.put("engine", engine);
    json.put("counted", String.join(" ", COUNTED));
    ArrayNode runs = json.putArray("runs");
    List<String> lines = new ArrayList<>();
    lines.add("Java %s, %d cores, %s".formatted(System.getProperty("java.version"), cores, engine));
    lines.add("");
    lines.add(Figures.heading());
    for (Figures figures : all) {
      runs.add(figures.json());
      lines.add(figures.row());
    }
    lines.add("");
    lines.addAll(COUNTED);
    return new Report(json, lines);
  }
}
