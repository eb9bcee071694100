package tutti.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tutti.musig2.Engine;
import tutti.musig2.EngineChoice;
import tutti.musig2.Engines;
import tutti.musig2.VerifyEngine;

/** The engines that must come to the same verdict; only one where libsecp256k1 does not run. */
final class BothEngines {
  private static final List<Engine> ENGINES =
      Stream.of(EngineChoice.BOUNCYCASTLE, EngineChoice.AUTO)
          .map(choice -> Engines.select(choice).engine())
          .distinct()
          .toList();

  private BothEngines() {}

  static <T> T verdict(Function<VerifyEngine, T> check) {
    T verdict = check.apply(ENGINES.get(0));
    for (Engine engine : ENGINES.subList(1, ENGINES.size())) {
      assertThat(check.apply(engine)).as(engine.name()).isEqualTo(verdict);
    }
    return verdict;
  }
}
