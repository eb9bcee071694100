package tutti.musig2;

import java.security.SecureRandom;
import java.util.function.Supplier;
import tutti.musig2.internal.Libsecp256k1;

/** The engines there are. */
public final class Engines {
  private Engines() {}

  /** The portable engine on BouncyCastle; one for all, safe for use by many threads. */
  public static Engine bouncyCastle() {
    return BouncyCastleHolder.ENGINE;
  }

  /**
   * The engine for a choice. The first call that may lead to libsecp256k1 loads and tests it.
   *
   * @throws EngineUnavailableException if libsecp256k1 was chosen and does not work here
   */
  public static EngineSelection select(EngineChoice choice) {
    return select(choice, Engines::libsecp256k1);
  }

  static EngineSelection select(EngineChoice choice, Supplier<? extends Engine> libsecp256k1) {
    if (choice == EngineChoice.BOUNCYCASTLE) {
      return new EngineSelection(bouncyCastle(), "it was chosen");
    }
    try {
      return new EngineSelection(
          libsecp256k1.get(),
          choice == EngineChoice.AUTO ? "it loads here and passed its self-test" : "it was chosen");
    } catch (EngineUnavailableException unavailable) {
      if (choice == EngineChoice.LIBSECP256K1) {
        throw unavailable;
      }
      return new EngineSelection(bouncyCastle(), String.valueOf(unavailable.getMessage()));
    }
  }

  /**
   * The engine on libsecp256k1; one for all.
   *
   * @throws EngineUnavailableException if it does not work here
   */
  static SeededEngine libsecp256k1() {
    return LibsecpHolder.LOADED.engine();
  }

  /** Made when first asked for. */
  private static final class BouncyCastleHolder {
    private static final SeededEngine ENGINE = new BouncyCastleEngine(new SecureRandom());
  }

  /** Loaded when first asked for; not tried again if that failed. */
  private static final class LibsecpHolder {
    // Not a method reference: that would need the binding's classes here, where nobody catches it.
    @SuppressWarnings("UnnecessaryLambda")
    private static final LibsecpLoading LOADED =
        LibsecpLoading.load(() -> Libsecp256k1.load(), BouncyCastleHolder.ENGINE);
  }
}
