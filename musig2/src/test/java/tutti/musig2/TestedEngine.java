package tutti.musig2;

import static org.junit.jupiter.api.Assumptions.abort;

/** The engines that must agree with the published vectors. */
enum TestedEngine {
  BOUNCY_CASTLE {
    @Override
    SeededEngine engine() {
      return (SeededEngine) Engines.bouncyCastle();
    }
  },
  LIBSECP256K1 {
    @Override
    SeededEngine engine() {
      try {
        return Engines.libsecp256k1();
      } catch (EngineUnavailableException unavailable) {
        return abort(unavailable.getMessage());
      }
    }
  };

  abstract SeededEngine engine();
}
