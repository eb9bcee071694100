package tutti.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.function.Function;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;

/** Byte strings as lower-case hex of their fixed length. */
final class HexModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  HexModule() {
    super("tutti-hex");
    add(Bytes.class, Bytes::fromHex, Bytes::hex);
    add(PublicKey.class, PublicKey::fromHex, PublicKey::hex);
    add(XOnlyPublicKey.class, XOnlyPublicKey::fromHex, XOnlyPublicKey::hex);
    add(PublicNonce.class, PublicNonce::fromHex, PublicNonce::hex);
    add(AggregateNonce.class, AggregateNonce::fromHex, AggregateNonce::hex);
    add(PartialSignature.class, PartialSignature::fromHex, PartialSignature::hex);
    add(Signature.class, Signature::fromHex, Signature::hex);
    add(RequestId.class, RequestId::fromHex, RequestId::hex);
    add(SessionId.class, SessionId::fromHex, SessionId::hex);
  }

  private <T> void add(Class<T> type, Function<String, T> parse, Function<T, String> format) {
    addSerializer(type, new HexSerializer<>(format));
    addKeySerializer(type, new HexKeySerializer<>(format));
    addDeserializer(type, new HexDeserializer<>(parse));
    addKeyDeserializer(type, new HexKeyDeserializer<>(parse));
  }

  private static <T> T parse(String text, Function<String, T> parse) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        throw Refusal.of(ErrorCode.MALFORMED, "lower-case hex is expected");
      }
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(ErrorCode.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static final class HexSerializer<T> extends JsonSerializer<T> {
    private final Function<T, String> format;

    HexSerializer(Function<T, String> format) {
      this.format = format;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(format.apply(value));
    }
  }

  private static final class HexKeySerializer<T> extends JsonSerializer<T> {
    private final Function<T, String> format;

    HexKeySerializer(Function<T, String> format) {
      this.format = format;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeFieldName(format.apply(value));
    }
  }

  private static final class HexDeserializer<T> extends JsonDeserializer<T> {
    private final Function<String, T> parse;

    HexDeserializer(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw Refusal.of(ErrorCode.MALFORMED, "lower-case hex is expected");
      }
      return parse(in.getText(), parse);
    }
  }

  private static final class HexKeyDeserializer<T> extends KeyDeserializer {
    private final Function<String, T> parse;

    HexKeyDeserializer(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return parse(key, parse);
    }
  }
}
