package tutti.musig2;

import java.security.SecureRandom;

/** Random numbers that a test has chosen: the same bytes at every call. */
public final class GivenRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient Bytes given;

  public GivenRandom(Bytes given) {
    this.given = given;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    System.arraycopy(given.toArray(), 0, bytes, 0, bytes.length);
  }
}
