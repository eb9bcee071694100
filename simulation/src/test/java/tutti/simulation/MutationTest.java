package tutti.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.simulation.mutation.Faults;
import tutti.simulation.mutation.Mutation;

/** What the simulation would find, if it were there. */
class MutationTest {
  private static final long BASE = 7_000_000;
  private static final int RUNS = 300;

  static List<Mutation> faults() {
    return Faults.all();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void findsWhatIsBuiltIn(Mutation mutation) {
    Campaign campaign =
        new Campaign(Run.Plan.of(mutation.theme(), mutation.parts()))
            .over(Campaign.seeds(BASE).limit(RUNS));

    assertThat(campaign.failure()).isPresent();
    assertThat(campaign.failure().orElseThrow().cause()).hasMessageContaining(mutation.symptom());
    System.out.printf("simulation: %s: found after %d runs%n", mutation, campaign.runs());
  }
}
