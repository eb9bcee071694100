package tutti.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Many runs, on all processors; each run is one thread's alone. */
final class Campaign {
  private static final int LAST_LINES = 150;

  private final Run.Plan plan;
  private final AtomicReference<Failure> first = new AtomicReference<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long runs;

  Campaign(Run.Plan plan) {
    this.plan = plan;
  }

  /** A run that failed. */
  record Failure(long seed, Throwable cause) {}

  /** Seeds that follow from a base. */
  static LongStream seeds(long base) {
    return LongStream.iterate(base, seed -> seed + 1);
  }

  /** Runs with these seeds, until there are no more or one has failed. */
  Campaign over(LongStream seeds) {
    return over(seeds, () -> 1);
  }

  /**
   * Runs with these seeds, until there are no more, nothing is left of the budget, or one failed.
   */
  Campaign over(LongStream seeds, LongSupplier left) {
    var next = seeds.iterator();
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      workers.add(
          threads.submit(
              () -> {
                while (left.getAsLong() > 0 && first.get() == null) {
                  Optional<Long> seed = next(next);
                  if (seed.isEmpty()) {
                    return;
                  }
                  run(seed.get());
                }
              }));
    }
    workers.forEach(Campaign::await);
    threads.shutdown();
    return this;
  }

  private static Optional<Long> next(PrimitiveIterator.OfLong seeds) {
    synchronized (seeds) {
      return seeds.hasNext() ? Optional.of(seeds.nextLong()) : Optional.empty();
    }
  }

  private static void await(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(long seed) {
    try {
      count(new Run(seed, plan, false).go());
    } catch (RuntimeException | Error violation) {
      first.compareAndSet(null, new Failure(seed, violation));
    }
  }

  private synchronized void count(Run run) {
    runs++;
    run.world().counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
  }

  /** How many runs have ended without a violation. */
  long runs() {
    return runs;
  }

  /** How often what happened in all of them. */
  Map<String, Long> counts() {
    return counts;
  }

  Optional<Failure> failure() {
    return Optional.ofNullable(first.get());
  }

  /** Fails with the seed and the end of the trace, if a run has; the whole trace is in a file. */
  Campaign requireNoViolation() {
    failure()
        .ifPresent(
            failure -> {
              List<String> trace = Run.trace(failure.seed, plan);
              Path file = Path.of("target", "simulation-%d.txt".formatted(failure.seed));
              write(file, trace);
              List<String> end =
                  trace.subList(Math.max(0, trace.size() - LAST_LINES), trace.size());
              throw new AssertionError(
                  "seed %d: %s%nrepeat it with -Dsimulation.seed=%d%s; the whole trace is in %s%n%s"
                      .formatted(
                          failure.seed,
                          failure.cause.getMessage(),
                          failure.seed,
                          plan.realCryptography()
                              ? " -Dsimulation.real=true"
                              : plan.small() ? " -Dsimulation.small=true" : "",
                          file.toAbsolutePath(),
                          String.join(System.lineSeparator(), end)),
                  failure.cause);
            });
    return this;
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
