package tutti.simulation.signer;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tutti.simulation.world.World;

/** Hears answers; a mistake in what is done about them is not swallowed, as futures would. */
final class Answers {
  private Answers() {}

  static <T> void hear(
      World world, CompletionStage<T> answer, BiConsumer<@Nullable T, @Nullable Throwable> hearer) {
    Objects.requireNonNull(
        answer.whenComplete(
            (value, error) -> {
              try {
                hearer.accept(value, error);
              } catch (RuntimeException mistake) {
                world.violated("a mistake of the simulation", mistake);
              }
            }));
  }
}
