package tutti.chain.doubles;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;

/** Writes protobuf messages as a server does: defaults are left out. */
final class Proto {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CodedOutputStream coded = CodedOutputStream.newInstance(out);

  Proto int32(int field, int value) {
    return written(
        () -> {
          if (value != 0) {
            coded.writeInt32(field, value);
          }
        });
  }

  Proto int64(int field, long value) {
    return written(
        () -> {
          if (value != 0) {
            coded.writeInt64(field, value);
          }
        });
  }

  Proto bool(int field, boolean value) {
    return written(
        () -> {
          if (value) {
            coded.writeBool(field, true);
          }
        });
  }

  Proto bytes(int field, Bytes value) {
    return bytes(field, value.toArray());
  }

  Proto bytes(int field, byte[] value) {
    return written(
        () -> {
          if (value.length > 0) {
            coded.writeByteArray(field, value);
          }
        });
  }

  Proto text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A message, also if it is empty; null: none. */
  Proto message(int field, @Nullable Proto value) {
    return written(
        () -> {
          if (value != null) {
            coded.writeByteArray(field, value.array());
          }
        });
  }

  byte[] array() {
    written(coded::flush);
    return out.toByteArray();
  }

  private Proto written(Writing writing) {
    try {
      writing.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Writing {
    void run() throws IOException;
  }
}
