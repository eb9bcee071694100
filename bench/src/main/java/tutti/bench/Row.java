package tutti.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/**
 * One operation, by contender.
 *
 * @param signers as many as took part
 */
record Row(Operation operation, int signers, Map<String, Figure> figures) {
  /**
   * What one operation costs one contender.
   *
   * @param least microseconds of CPU time in the fastest batch; what slows a batch down is other
   *     processes
   * @param median microseconds of CPU time in the median batch
   * @param bytes allocated
   */
  record Figure(double least, double median, double bytes) {}

  Row {
    figures = Map.copyOf(figures);
  }

  static Row of(Operation operation, int signers, RunResult result) {
    Map<String, Figure> figures = new HashMap<>();
    for (String contender : Contenders.names()) {
      List<Double> cpu = sorted(result, CpuTime.CPU + contender);
      List<Double> bytes = sorted(result, CpuTime.ALLOCATED + contender);
      figures.put(contender, new Figure(cpu.get(0), cpu.get(cpu.size() / 2), bytes.get(0)));
    }
    return new Row(operation, signers, figures);
  }

  private static List<Double> sorted(RunResult result, String label) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .filter(iteration -> iteration.getSecondaryResults().containsKey(label))
        .map(iteration -> iteration.getSecondaryResults().get(label).getScore())
        .sorted()
        .toList();
  }

  Figure figure(String contender) {
    Figure figure = figures.get(contender);
    if (figure == null) {
      throw new IllegalArgumentException("no contender " + contender);
    }
    return figure;
  }

  double least(String contender) {
    return figure(contender).least;
  }

  /** How many times the binding's least. */
  double ratio(String contender) {
    return least(contender) / least(BindingContender.NAME);
  }
}
