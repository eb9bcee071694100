package tutti.chain.chronik;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.Txid;
import tutti.musig2.Bytes;

/** A protobuf message by the numbers of its fields; absent fields have proto3's defaults. */
final class Message {
  private final UnknownFieldSet fields;

  private Message(UnknownFieldSet fields) {
    this.fields = fields;
  }

  /**
   * Reads a message of any kind.
   *
   * @throws ChainException {@code BAD_ANSWER} if it is none
   */
  static Message read(Bytes bytes) {
    try {
      return new Message(UnknownFieldSet.parseFrom(bytes.toArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new ChainException(Code.BAD_ANSWER, "not a protobuf message");
    }
  }

  boolean has(int field) {
    return fields.hasField(field);
  }

  /** A number of any size; of several the last one counts, as protobuf has it. */
  long number(int field) {
    List<Long> numbers = fields.getField(field).getVarintList();
    return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
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
    List<ByteString> all = fields.getField(field).getLengthDelimitedList();
    return all.isEmpty() ? Bytes.EMPTY : Bytes.of(all.get(all.size() - 1).toByteArray());
  }

  String text(int field) {
    return new String(bytes(field).toArray(), StandardCharsets.UTF_8);
  }

  Optional<Message> message(int field) {
    List<Message> all = messages(field);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  List<Message> messages(int field) {
    return fields.getField(field).getLengthDelimitedList().stream()
        .map(element -> read(Bytes.of(element.toByteArray())))
        .toList();
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
}
