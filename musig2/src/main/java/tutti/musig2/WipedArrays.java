package tutti.musig2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arrays with secrets in them, which are overwritten when they are no longer needed. */
final class WipedArrays implements AutoCloseable {
  private final List<byte[]> arrays = new ArrayList<>();

  /** Takes note of the array and returns it. */
  byte[] add(byte[] secret) {
    arrays.add(secret);
    return secret;
  }

  @Override
  public void close() {
    arrays.forEach(secret -> Arrays.fill(secret, (byte) 0));
  }
}
