package tutti.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The whole protocol, thousands of times. How to run it longer, and how to repeat a run, is in
 * {@code docs/simulation.md}.
 */
class SimulationTest {
  private static final String SEED = "simulation.seed";
  private static final String SECONDS = "simulation.seconds";
  private static final String REAL_SECONDS = "simulation.real.seconds";
  private static final String SMALL_SECONDS = "simulation.small.seconds";
  private static final int FIXED_REAL_RUNS = 200;
  private static final long FIXED_BASE = 1_000_000;
  private static final int FIXED_RUNS = 3_000;
  private static final int FIXED_SMALL_RUNS = 2_000;

  /** What never happens is not tested. */
  private static final List<String> HAPPENS =
      List.of(
          "session COMPLETE",
          "session FAILED",
          "session ABORTED",
          "session EXPIRED",
          "later attempt",
          "culprit by EQUIVOCATION",
          "culprit by COMMITMENT_MISMATCH",
          "culprit by INVALID_PARTIAL_SIGNATURE",
          "signer crash",
          "restarted signer repeats a step",
          "service crash",
          "service upgrade",
          "freeze",
          "take-over",
          "stale backup",
          "refused by a stale backup",
          "new owner blind",
          "all lost",
          "message lost",
          "message twice");

  @Test
  @DisabledIfSystemProperty(named = SEED, matches = ".+")
  void keepsItsPromisesInRunsThatAreAlwaysTheSame() {
    Campaign campaign =
        new Campaign(Run.Plan.ANY).over(Campaign.seeds(FIXED_BASE).limit(FIXED_RUNS));

    report("fixed seeds", campaign.requireNoViolation());
    assertThat(campaign.counts()).containsKeys(HAPPENS.toArray(String[]::new));
  }

  @Test
  @DisabledIfSystemProperty(named = SEED, matches = ".+")
  void keepsItsPromisesWithRealCryptography() {
    Campaign campaign =
        new Campaign(Run.Plan.REAL).over(Campaign.seeds(FIXED_BASE).limit(FIXED_REAL_RUNS));

    report("fixed seeds, real cryptography", campaign.requireNoViolation());
  }

  @Test
  @DisabledIfSystemProperty(named = SEED, matches = ".+")
  void keepsItsPromisesToTwo() {
    Campaign campaign =
        new Campaign(Run.Plan.SMALL).over(Campaign.seeds(FIXED_BASE).limit(FIXED_SMALL_RUNS));

    report("fixed seeds, two signers", campaign.requireNoViolation());
  }

  @Test
  @EnabledIfSystemProperty(named = SECONDS, matches = ".+")
  void keepsItsPromisesWhateverHappens() {
    explore(Run.Plan.ANY, Long.getLong(SECONDS));
  }

  @Test
  @EnabledIfSystemProperty(named = SMALL_SECONDS, matches = ".+")
  void keepsItsPromisesToTwoWhateverHappens() {
    explore(Run.Plan.SMALL, Long.getLong(SMALL_SECONDS));
  }

  @Test
  @EnabledIfSystemProperty(named = REAL_SECONDS, matches = ".+")
  void keepsItsPromisesWithRealCryptographyWhateverHappens() {
    explore(Run.Plan.REAL, Long.getLong(REAL_SECONDS));
  }

  @Test
  @EnabledIfSystemProperty(named = SEED, matches = ".+")
  void keepsItsPromisesInTheRunThatIsAskedFor() {
    Run.Plan plan =
        Boolean.getBoolean("simulation.real")
            ? Run.Plan.REAL
            : Boolean.getBoolean("simulation.small") ? Run.Plan.SMALL : Run.Plan.ANY;
    long seed = Long.getLong(SEED);
    Campaign campaign = new Campaign(plan).over(Campaign.seeds(seed).limit(1));

    report("seed " + seed, campaign.requireNoViolation());
  }

  private static void explore(Run.Plan plan, long seconds) {
    long base = new SecureRandom().nextInt(Integer.MAX_VALUE) * 1_000_000L;
    long end = processorTime() + seconds * 1_000_000_000;
    LongSupplier left = () -> end - processorTime();
    Campaign campaign = new Campaign(plan).over(Campaign.seeds(base), left);
    report("seeds from %d, %d s".formatted(base, seconds), campaign.requireNoViolation());
  }

  /** Of all processors; so the tests cost the same on any machine. */
  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static void report(String what, Campaign campaign) {
    System.out.printf("simulation: %s: %d runs, %s%n", what, campaign.runs(), campaign.counts());
  }
}
