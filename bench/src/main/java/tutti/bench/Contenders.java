package tutti.bench;

import java.util.List;
import java.util.stream.Stream;
import tutti.musig2.Engine;
import tutti.musig2.EngineChoice;
import tutti.musig2.EngineUnavailableException;
import tutti.musig2.Engines;

/** All that take part; the binding first, since the others are compared with it. */
final class Contenders {
  private static final List<EngineChoice> ENGINES =
      List.of(EngineChoice.LIBSECP256K1, EngineChoice.BOUNCYCASTLE);

  private Contenders() {}

  /** The names, without loading anything. */
  static List<String> names() {
    return Stream.concat(
            Stream.of(BindingContender.NAME), ENGINES.stream().map(EngineChoice::toString))
        .toList();
  }

  /** Whether there is a libsecp256k1 for this platform to compare with. */
  static boolean areHere() {
    try {
      ENGINES.forEach(Engines::select);
      return true;
    } catch (EngineUnavailableException notHere) {
      return false;
    }
  }

  static List<Contender> of(Material material) {
    // The engines first: they load the library in a way that leaves no file behind.
    List<Engine> engines = ENGINES.stream().map(choice -> Engines.select(choice).engine()).toList();
    return Stream.concat(
            Stream.of(new BindingContender(material)),
            engines.stream().map(engine -> Contender.of(engine, material)))
        .toList();
  }
}
