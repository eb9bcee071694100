package tutti.musig2;

import java.security.SecureRandom;

/** The engines there are. */
public final class Engines {
  private Engines() {}

  /** The portable engine on BouncyCastle; one for all, safe for use by many threads. */
  public static Engine bouncyCastle() {
    return BouncyCastleHolder.ENGINE;
  }

  /** Made when first asked for. */
  private static final class BouncyCastleHolder {
    private static final BouncyCastleEngine ENGINE = new BouncyCastleEngine(new SecureRandom());
  }
}
