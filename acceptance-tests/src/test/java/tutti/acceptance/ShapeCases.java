package tutti.acceptance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;

/**
 * Everything that can be wrong with a message before anyone asks what it means. Made from an
 * acceptable one, so that nothing else is wrong with it.
 */
final class ShapeCases {
  private ShapeCases() {}

  static Stream<BadInput> of(Statement statement) {
    Operation<Envelope, ?> operation = statement.operation().operation();
    JsonObject good = BadInput.json(statement.envelope());
    return Stream.concat(
        of(operation, good), inBody(operation, good, statement.operation().body()));
  }

  static Stream<BadInput> of(Operation<?, ?> operation, JsonObject good) {
    Stream<BadInput> noObjects =
        Stream.of("text", 7, true, 1.5, new JsonArray().add(good), new byte[] {1})
            .map(
                body ->
                    new BadInput(
                        "a " + body.getClass().getSimpleName(),
                        operation.address(),
                        body,
                        ErrorCode.MALFORMED,
                        null));
    BadInput nothing =
        new BadInput("nothing", operation.address(), null, ErrorCode.MALFORMED, null);
    return Stream.of(
            noObjects, Stream.of(nothing), fields(operation, operation.request(), good, List.of()))
        .flatMap(cases -> cases);
  }

  private static Stream<BadInput> inBody(
      Operation<?, ?> operation, JsonObject good, Class<?> body) {
    return fields(operation, body, good, List.of("body"));
  }

  private static Stream<BadInput> fields(
      Operation<?, ?> operation, Class<?> type, JsonObject good, List<String> path) {
    Stream<BadInput> unknown =
        Stream.of(
            BadInput.of(
                    "an unknown field",
                    operation,
                    change(good, path, json -> json.put("nonsense", 1)),
                    ErrorCode.MALFORMED)
                .at(field(path, "nonsense")));
    return Stream.concat(
        unknown,
        Arrays.stream(type.getRecordComponents())
            .flatMap(component -> field(operation, component, good, path)));
  }

  private static Stream<BadInput> field(
      Operation<?, ?> operation, RecordComponent component, JsonObject good, List<String> path) {
    String name = component.getName();
    BadInput wrong =
        BadInput.of(
                name + " of another type",
                operation,
                change(good, path, json -> json.put(name, wrongValue(component.getType()))),
                ErrorCode.MALFORMED)
            .at(field(path, name));
    BadInput missing =
        BadInput.of(
                "without " + name,
                operation,
                change(good, path, json -> json.remove(name)),
                ErrorCode.MALFORMED)
            .at(field(path, name));
    BadInput empty =
        BadInput.of(
                name + " null",
                operation,
                change(good, path, json -> json.putNull(name)),
                ErrorCode.MALFORMED)
            .at(field(path, name));
    boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return optional ? Stream.of(wrong) : Stream.of(wrong, missing, empty);
  }

  private static Object wrongValue(Class<?> type) {
    boolean plain = type.isPrimitive() || Number.class.isAssignableFrom(type);
    return plain || type == Boolean.class ? "text" : 7;
  }

  private static JsonObject change(
      JsonObject good, List<String> path, java.util.function.Consumer<JsonObject> change) {
    JsonObject copy = good.copy();
    JsonObject inner = copy;
    for (String step : path) {
      inner = inner.getJsonObject(step);
    }
    change.accept(inner);
    return copy;
  }

  private static String field(List<String> path, String name) {
    return path.isEmpty() ? name : String.join(".", path) + "." + name;
  }
}
