package tutti.simulation.mutation;

import tutti.simulation.world.Scenario.Theme;

/**
 * A fault to be found.
 *
 * @param theme of the runs in which it is looked for
 * @param parts how it is built in
 * @param symptom what the watchers say of it
 */
public record Mutation(String name, Theme theme, Mutations parts, String symptom) {
  @Override
  public String toString() {
    return name;
  }
}
