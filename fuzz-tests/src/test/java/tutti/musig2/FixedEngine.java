package tutti.musig2;

import java.security.SecureRandom;

/** An engine with the same random bytes at every call, so that what it makes comes out again. */
public final class FixedEngine {
  private FixedEngine() {}

  /** For tests: two nonces from this engine for one key and session are one nonce. */
  public static Engine of(Bytes random) {
    return new BouncyCastleEngine(new FixedRandom(random));
  }

  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Bytes given;

    FixedRandom(Bytes given) {
      this.given = given;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(given.toArray(), 0, bytes, 0, bytes.length);
    }
  }
}
