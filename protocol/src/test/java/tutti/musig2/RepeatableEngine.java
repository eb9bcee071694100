package tutti.musig2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** An engine whose randomness follows from a seed, so that examples come out the same again. */
public final class RepeatableEngine {
  private RepeatableEngine() {}

  public static Engine of(String seed) {
    return new BouncyCastleEngine(new SeededRandom(seed));
  }

  private static final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final String seed;
    private int calls;

    SeededRandom(String seed) {
      this.seed = seed;
    }

    /** At most 32 bytes at a time, as the engine asks for. */
    @Override
    public void nextBytes(byte[] bytes) {
      Bytes number = Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(calls++).array());
      Bytes hash = TaggedHash.sha256(Bytes.of(seed.getBytes(StandardCharsets.UTF_8)), number);
      System.arraycopy(hash.toArray(), 0, bytes, 0, bytes.length);
    }
  }
}
