package tutti.musig2;

import java.security.SecureRandom;
import java.util.List;

/** The engines that this machine can run, with the random numbers that a test wants. */
public enum TestEngine {
  BOUNCY_CASTLE {
    @Override
    public Engine with(SecureRandom random) {
      return new BouncyCastleEngine(random);
    }
  };

  public abstract Engine with(SecureRandom random);

  public static List<TestEngine> available() {
    return List.of(values());
  }
}
