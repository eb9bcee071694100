package tutti.protocol.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Suite;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Reads and writes the contract's JSON. Requests are read strictly: an unknown field, a duplicate
 * one, a number for a text or the other way round is {@code MALFORMED} and names its path. Events
 * are read leniently, so that an older client lives with a newer service.
 */
public final class Wire {
  /** What Jackson says to those who configure it. */
  private static final Pattern JARGON =
      Pattern.compile(
          " \\(but (?:could|might) if .*| \\(token `.*|: not allowed to deserialize Enum value.*");

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private static final JsonMapper STRICT = mapper(true);
  private static final JsonMapper LENIENT = mapper(false);

  private Wire() {}

  /** The strict mapper, for those who must hand one to a library. Not to be reconfigured. */
  public static ObjectMapper mapper() {
    return STRICT;
  }

  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return nonNull(STRICT.readValue(json, type));
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  public static <T> T read(ObjectNode json, Class<T> type) {
    try {
      return nonNull(STRICT.treeToValue(json, type));
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
  }

  /** Reads what a newer peer may have extended: unknown fields are ignored. */
  public static <T> T readLenient(ObjectNode json, Class<T> type) {
    try {
      return nonNull(LENIENT.treeToValue(json, type));
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
  }

  /** Reads what a newer peer may have extended: unknown fields are ignored. */
  public static <T> T readLenient(byte[] json, Class<T> type) {
    try {
      return nonNull(LENIENT.readValue(json, type));
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** The same, where there is no text. */
  public static <T> T readLenient(TokenBuffer json, Class<T> type) {
    try {
      return nonNull(LENIENT.readValue(json.asParser(), type));
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** The value as maps, lists, texts, numbers and booleans. */
  public static Map<String, Object> map(Object value) {
    return STRICT.convertValue(value, MAP);
  }

  public static ObjectNode tree(Object value) {
    return STRICT.valueToTree(value);
  }

  public static byte[] write(Object value) {
    try {
      return STRICT.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a contract record that cannot be written", e);
    }
  }

  private static JsonMapper mapper(boolean strict) {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build();
    return JsonMapper.builder(factory)
        .addModule(new HexModule())
        .addModule(new PresenceModule())
        .addMixIn(Suite.class, SuiteNames.class)
        .withCoercionConfig(LogicalType.Textual, Wire::onlyFromText)
        .withCoercionConfig(LogicalType.Enum, Wire::onlyFromText)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }

  private static void onlyFromText(MutableCoercionConfig coercion) {
    coercion
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
  }

  private static <T> T nonNull(@Nullable T value) {
    if (value == null) {
      throw Refusal.of(ErrorCode.MALFORMED, "a JSON object is expected, not null");
    }
    return value;
  }

  private static Refusal malformed(IOException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return Refusal.of(ErrorCode.MALFORMED, "not JSON: " + firstLine(e));
    }
    String path = path(mapping);
    if (mapping.getCause() instanceof Refusal inner) {
      String field = join(path, inner.field());
      return field.isEmpty()
          ? inner
          : Refusal.ofField(
              inner.code(), field, inner.field() == null ? said(path, inner) : text(inner));
    }
    return path.isEmpty()
        ? Refusal.of(ErrorCode.MALFORMED, firstLine(mapping))
        : Refusal.ofField(ErrorCode.MALFORMED, path, path + ": " + firstLine(mapping));
  }

  private static String said(String path, Refusal refusal) {
    return path + ": " + text(refusal);
  }

  private static String path(JsonMappingException e) {
    var path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String join(String path, @Nullable String field) {
    if (field == null) {
      return path;
    }
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String text(Refusal refusal) {
    return String.valueOf(refusal.getMessage());
  }

  private static String firstLine(IOException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return JARGON
        .matcher(String.valueOf(message).lines().findFirst().orElse(""))
        .replaceAll("")
        .replaceAll("Missing required creator property .*", "is missing")
        .replaceAll("Invalid `null` value encountered.*", "must be left out, not null")
        .replaceAll("`?(?:[a-z]+\\.)+(?:[A-Z]\\w*\\.)*(\\w+)`?", "$1");
  }
}
