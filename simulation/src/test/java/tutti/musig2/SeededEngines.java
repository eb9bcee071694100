package tutti.musig2;

import java.security.SecureRandom;
import java.util.function.LongSupplier;

/** The real mathematics, with nonces that repeat when the run is repeated. */
public final class SeededEngines {
  private SeededEngines() {}

  public static Engine bouncyCastle(LongSupplier random) {
    return new BouncyCastleEngine(new Repeatable(random));
  }

  private static final class Repeatable extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient LongSupplier random;

    Repeatable(LongSupplier random) {
      this.random = random;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) random.getAsLong();
      }
    }
  }
}
