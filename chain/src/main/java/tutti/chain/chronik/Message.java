package tutti.chain.chronik;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.Txid;
import tutti.musig2.Bytes;

/**
 * A protobuf message by the numbers of its fields; absent fields have proto3's defaults. It is gone
 * through anew for each field, so that no answer needs more memory than its bytes.
 */
final class Message {
  private static final int NONE = 0;

  private final ByteString bytes;

  private Message(ByteString bytes) {
    this.bytes = bytes;
  }

  /**
   * A message of any kind.
   *
   * @throws ChainException {@code BAD_ANSWER} if it is none
   */
  static Message read(Bytes bytes) {
    Message message = new Message(ByteString.copyFrom(bytes.toArray()));
    message.each(NONE, WireFormat.WIRETYPE_VARINT, CodedInputStream::readRawVarint64);
    return message;
  }

  /** A number of any size; of several the last one counts, as protobuf has it. */
  long number(int field) {
    long[] last = {0};
    each(field, WireFormat.WIRETYPE_VARINT, input -> last[0] = input.readUInt64());
    return last[0];
  }

  /**
   * A number that is an {@code int32} in Chronik.
   *
   * @throws ChainException {@code BAD_ANSWER} if it is larger
   */
  int small(int field) {
    long number = number(field);
    if (number != (int) number) {
      throw new ChainException(Code.BAD_ANSWER, "a number that is too large");
    }
    return (int) number;
  }

  Bytes bytes(int field) {
    return Bytes.of(last(field).orElse(ByteString.EMPTY).toByteArray());
  }

  String text(int field) {
    return new String(bytes(field).toArray(), StandardCharsets.UTF_8);
  }

  Optional<Message> message(int field) {
    return last(field).map(Message::new);
  }

  /** The first so many of a field that is repeated. */
  List<Message> messages(int field, int atMost) {
    List<Message> found = new ArrayList<>();
    each(
        field,
        WireFormat.WIRETYPE_LENGTH_DELIMITED,
        input -> {
          ByteString element = input.readBytes();
          if (found.size() < atMost) {
            found.add(new Message(element));
          }
        });
    return found;
  }

  /** One of a field that is repeated. */
  Optional<Message> message(int field, long index) {
    long[] at = {0};
    ByteString[] found = new ByteString[1];
    each(
        field,
        WireFormat.WIRETYPE_LENGTH_DELIMITED,
        input -> {
          ByteString element = input.readBytes();
          if (at[0]++ == index) {
            found[0] = element;
          }
        });
    return Optional.ofNullable(found[0]).map(Message::new);
  }

  /**
   * An identity, which Chronik gives in the order of the hash.
   *
   * @throws ChainException {@code BAD_ANSWER} if it is none
   */
  Txid txid(int field) {
    Bytes hash = bytes(field);
    if (hash.length() != 32) {
      throw new ChainException(Code.BAD_ANSWER, "no transaction id");
    }
    return new Txid(hash);
  }

  private Optional<ByteString> last(int field) {
    ByteString[] last = new ByteString[1];
    each(field, WireFormat.WIRETYPE_LENGTH_DELIMITED, input -> last[0] = input.readBytes());
    return Optional.ofNullable(last[0]);
  }

  /** What is done with a field of the number and wire type that are looked for. */
  private interface Found {
    void at(CodedInputStream input) throws IOException;
  }

  private void each(int field, int type, Found found) {
    CodedInputStream input = bytes.newCodedInput();
    input.enableAliasing(true); // a message in a message is a view of it
    try {
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (tag == ((field << 3) | type)) {
          found.at(input);
        } else if (!input.skipField(tag)) {
          throw new ChainException(Code.BAD_ANSWER, "not a protobuf message");
        }
      }
    } catch (IOException e) {
      throw new ChainException(Code.BAD_ANSWER, "not a protobuf message");
    }
  }
}
