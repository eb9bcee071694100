package tutti.transactions.bitcoin;

import java.io.ByteArrayOutputStream;
import tutti.musig2.Bytes;

/** Writes what {@link ByteReader} reads. */
public final class ByteWriter {
  private static final int SHORT_FORM = 0xfd;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public ByteWriter bytes(Bytes bytes) {
    out.writeBytes(bytes.toArray());
    return this;
  }

  public ByteWriter u8(int value) {
    return littleEndian(value, 1);
  }

  public ByteWriter u32(long value) {
    return littleEndian(value, Integer.BYTES);
  }

  public ByteWriter i64(long value) {
    return littleEndian(value, Long.BYTES);
  }

  /** The shortest form of a number that is not negative. */
  public ByteWriter compactSize(long value) {
    if (value < SHORT_FORM) {
      return u8((int) value);
    }
    if (value < 1L << 16) {
      return u8(SHORT_FORM).littleEndian(value, Short.BYTES);
    }
    return value < 1L << 32
        ? u8(SHORT_FORM + 1).littleEndian(value, Integer.BYTES)
        : u8(SHORT_FORM + 2).littleEndian(value, Long.BYTES);
  }

  /** The bytes after their length. */
  public ByteWriter sized(Bytes bytes) {
    return compactSize(bytes.length()).bytes(bytes);
  }

  public Bytes written() {
    return Bytes.of(out.toByteArray());
  }

  private ByteWriter littleEndian(long value, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >>> (Byte.SIZE * i)));
    }
    return this;
  }
}
