package tutti.transactions.bitcoin;

import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Reads what Bitcoin serializes, from first to last byte. Never allocates more than there is;
 * whatever is missing or not in its shortest form is refused with {@code MALFORMED}.
 */
public final class ByteReader {
  private static final int SHORT_FORM = 0xfd;
  private static final int INT_FORM = 0xfe;

  private final Bytes bytes;
  private int position;

  public ByteReader(Bytes bytes) {
    this.bytes = bytes;
  }

  /** How many bytes are left. */
  public int remaining() {
    return bytes.length() - position;
  }

  public boolean isAtEnd() {
    return remaining() == 0;
  }

  /** The next so many bytes. */
  public Bytes bytes(int count) {
    if (count > remaining()) {
      throw malformed("%d bytes expected, %d left".formatted(count, remaining()));
    }
    Bytes read = bytes.slice(position, position + count);
    position += count;
    return read;
  }

  /** All bytes that are left. */
  public Bytes rest() {
    return bytes(remaining());
  }

  public int u8() {
    return (int) littleEndian(1);
  }

  public long u32() {
    return littleEndian(Integer.BYTES);
  }

  /** A signed number of 64 bits. */
  public long i64() {
    return littleEndian(Long.BYTES);
  }

  /** A compact size in its shortest form; those above 2^63 - 1 are refused. */
  public long compactSize() {
    int first = u8();
    if (first < SHORT_FORM) {
      return first;
    }
    int size = first == SHORT_FORM ? Short.BYTES : first == INT_FORM ? Integer.BYTES : Long.BYTES;
    long smallest = first == SHORT_FORM ? SHORT_FORM : first == INT_FORM ? 1L << 16 : 1L << 32;
    long value = littleEndian(size);
    if (value < smallest) {
      throw malformed("a compact size is not in its shortest form");
    }
    return value;
  }

  /** A compact size that says how many things follow, each of so many bytes at least. */
  public int count(int bytesEach) {
    long count = compactSize();
    if (count > remaining() / bytesEach) {
      throw malformed(
          "%d of %d bytes or more expected, %d bytes left"
              .formatted(count, bytesEach, remaining()));
    }
    return (int) count;
  }

  /** Bytes after their length. */
  public Bytes sized() {
    return bytes(count(1));
  }

  /** Refuses bytes that nobody has read. */
  public void requireEnd() {
    if (!isAtEnd()) {
      throw malformed("%d bytes too many".formatted(remaining()));
    }
  }

  private long littleEndian(int size) {
    byte[] read = bytes(size).toArray();
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = (value << Byte.SIZE) | (read[i] & 0xff);
    }
    return value;
  }

  private static Refusal malformed(String message) {
    return Refusal.of(ErrorCode.MALFORMED, message);
  }
}
