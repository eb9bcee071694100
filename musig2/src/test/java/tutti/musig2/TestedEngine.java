package tutti.musig2;

import static org.junit.jupiter.api.Assumptions.abort;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.opentest4j.TestAbortedException;
import tutti.musig2.internal.Libsecp256k1;

/** The engines that must agree with the published vectors and with each other. */
public enum TestedEngine {
  BOUNCY_CASTLE {
    @Override
    SeededEngine engine() {
      return (SeededEngine) Engines.bouncyCastle();
    }

    @Override
    public Engine with(SecureRandom random) {
      return new BouncyCastleEngine(random);
    }
  },
  LIBSECP256K1 {
    @Override
    SeededEngine engine() {
      try {
        return Engines.libsecp256k1();
      } catch (EngineUnavailableException unavailable) {
        if (IS_EXPECTED) {
          throw unavailable;
        }
        return abort(unavailable.getMessage());
      }
    }

    @Override
    public Engine with(SecureRandom random) {
      return new LibsecpEngine(Libsecp256k1.load(), new BouncyCastleEngine(random));
    }
  };

  /** Where the binding has a library for: there, a broken engine must not look like none. */
  private static final boolean IS_EXPECTED =
      System.getProperty("os.name").equals("Linux")
          && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));

  /** The engine; without it, the test is skipped where that is no surprise. */
  abstract SeededEngine engine();

  /** An engine of this kind with random numbers that the test chooses. */
  public abstract Engine with(SecureRandom random);

  /** Those that this machine can run. */
  public static List<TestedEngine> available() {
    return Arrays.stream(values()).filter(TestedEngine::isAvailable).toList();
  }

  private boolean isAvailable() {
    try {
      return engine() != null;
    } catch (TestAbortedException unavailable) {
      return false;
    }
  }
}
