package tutti.fuzz;

import java.util.Arrays;
import tutti.musig2.Bytes;

/** The bytes of an input, taken from the front; zeros when there are no more. */
final class FuzzInput {
  private static final int CHANGED = 0x80;
  private static final int OWN = 0xC0;

  private final byte[] bytes;
  private int position;

  FuzzInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** 0 to 255. */
  int next() {
    return position < bytes.length ? bytes[position++] & 0xff : 0;
  }

  Bytes next(int count) {
    int end = Math.min(bytes.length, position + count);
    byte[] taken = Arrays.copyOfRange(bytes, Math.min(position, end), end);
    position = end;
    return Bytes.of(Arrays.copyOf(taken, count));
  }

  /** What was proposed, or that with one bit changed, or as many other bytes from the input. */
  Bytes orElse(Bytes proposed) {
    int choice = next();
    if (choice >= OWN) {
      return next(proposed.length());
    }
    return choice >= CHANGED && proposed.length() > 0 ? changed(proposed) : proposed;
  }

  private Bytes changed(Bytes proposed) {
    int bit = (next() << 8 | next()) % (proposed.length() * Byte.SIZE);
    byte[] copy = proposed.toArray();
    copy[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    return Bytes.of(copy);
  }
}
