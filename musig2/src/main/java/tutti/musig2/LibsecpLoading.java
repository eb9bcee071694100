package tutti.musig2;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.Libsecp256k1;

/**
 * What came of loading libsecp256k1.
 *
 * @param loaded an engine that passed its self-test, or null
 * @param failure why there is none, or null
 */
record LibsecpLoading(@Nullable SeededEngine loaded, @Nullable Throwable failure) {
  static LibsecpLoading load(Supplier<Libsecp256k1> library, SeededEngine portable) {
    try {
      SeededEngine engine = new LibsecpEngine(library.get(), portable);
      EngineSelfTest.check(engine);
      return new LibsecpLoading(engine, null);
    } catch (
        Throwable failure) { // no class, no file, no such platform, a flag: errors of all kinds
      return new LibsecpLoading(null, failure);
    }
  }

  /**
   * The engine.
   *
   * @throws EngineUnavailableException if there is none
   */
  SeededEngine engine() {
    if (loaded == null) {
      throw new EngineUnavailableException(
          "libsecp256k1 does not work here: " + root(failure), failure);
    }
    return loaded;
  }

  /** Errors of initialization and reflection say nothing themselves. */
  private static @Nullable Throwable root(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
