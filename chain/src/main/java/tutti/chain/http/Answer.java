package tutti.chain.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.musig2.Bytes;

/**
 * What a server answered.
 *
 * @param retryAfter zero if it did not say
 */
public record Answer(int status, Bytes body, Duration retryAfter) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // An answer without the field that matters must not pass for one that says "no".
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();
  private static final int SHOWN = 200;

  public boolean isOk() {
    return status / 100 == 2;
  }

  /** The failure that the status stands for, of the server, whatever was asked. */
  public ChainException failure(String said) {
    return failure(code(), said);
  }

  /** The failure that somebody who knows what was asked sees in it. */
  public ChainException failure(Code code, String said) {
    String message = "HTTP %d %s".formatted(status, shown(said)).strip();
    return new ChainException(code, message, retryAfter);
  }

  /** The answer itself, if it is one. */
  public Answer orFail() {
    if (!isOk()) {
      throw failure(text());
    }
    return this;
  }

  public String text() {
    return new String(body.toArray(), StandardCharsets.UTF_8).strip();
  }

  /** The bytes that the text stands for. */
  public Bytes hex() {
    try {
      return Bytes.fromHex(text());
    } catch (IllegalArgumentException e) {
      throw new ChainException(Code.BAD_ANSWER, "not hexadecimal");
    }
  }

  /** The JSON in it; what it has more than the type is ignored. */
  public <T> T json(Class<T> type) {
    return type.cast(read(JSON.constructType(type)));
  }

  /** The JSON in it, of a type that has one itself. */
  public <T> T json(Class<T> outer, Class<?> inner) {
    return outer.cast(read(JSON.getTypeFactory().constructParametricType(outer, inner)));
  }

  private Object read(JavaType type) {
    try {
      Object value = JSON.readValue(body.toArray(), type);
      if (value == null) {
        throw new ChainException(Code.BAD_ANSWER, "null");
      }
      return value;
    } catch (IOException e) {
      throw new ChainException(Code.BAD_ANSWER, "not the JSON that was expected");
    }
  }

  /** What a server says, short and without what could play tricks on a terminal. */
  public static String shown(String said) {
    String plain = said.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
  }

  /** Many a proxy says 404, or 400, to everything: of the chain they say nothing. */
  private Code code() {
    return switch (status) {
      case 404 -> Code.UNAVAILABLE;
      case 401, 403 -> Code.UNAUTHORIZED;
      case 429 -> Code.RATE_LIMITED;
      case 405, 501 -> Code.UNSUPPORTED;
      default -> status / 100 == 5 ? Code.UNAVAILABLE : Code.BAD_ANSWER;
    };
  }
}
