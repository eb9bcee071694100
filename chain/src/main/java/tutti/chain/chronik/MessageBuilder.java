package tutti.chain.chronik;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.charset.StandardCharsets;
import tutti.musig2.Bytes;

/** Writes what {@link Message} reads. */
final class MessageBuilder {
  private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

  MessageBuilder number(int field, long value) {
    fields.mergeField(field, Field.newBuilder().addVarint(value).build());
    return this;
  }

  MessageBuilder bytes(int field, Bytes value) {
    return delimited(field, value.toArray());
  }

  MessageBuilder text(int field, String value) {
    return delimited(field, value.getBytes(StandardCharsets.UTF_8));
  }

  MessageBuilder message(int field, MessageBuilder value) {
    return delimited(field, value.written().toArray());
  }

  Bytes written() {
    return Bytes.of(fields.build().toByteArray());
  }

  private MessageBuilder delimited(int field, byte[] value) {
    fields.mergeField(
        field, Field.newBuilder().addLengthDelimited(ByteString.copyFrom(value)).build());
    return this;
  }
}
