package tutti.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the OpenAPI document.
 *
 * @param path as the router writes it: {@code /v1/sessions/:sessionId}
 * @param id the operation's id
 * @param address what it is on the event bus; absent if the gateway answers itself
 * @param scope that an API key needs for it; absent if it needs none
 */
record RouteSpec(
    HttpMethod method,
    String path,
    String id,
    @Nullable String address,
    @Nullable String scope,
    List<Parameter> parameters) {

  /** Where a parameter is, and what kind of value it has. */
  record Parameter(
      String name, boolean inPath, String type, boolean required, @Nullable String otherwise) {}

  static RouteSpec of(
      String path, Map.Entry<String, JsonNode> operation, List<JsonNode> parameters) {
    JsonNode spec = operation.getValue();
    return new RouteSpec(
        HttpMethod.valueOf(operation.getKey().toUpperCase(Locale.ROOT)),
        path.replaceAll("\\{(\\w+)}", ":$1"),
        spec.path("operationId").asText(),
        spec.path("x-tutti-address").textValue(),
        spec.path("x-tutti-scope").textValue(),
        parameters.stream()
            .filter(one -> !one.path("in").asText().equals("header"))
            .map(RouteSpec::parameter)
            .toList());
  }

  private static Parameter parameter(JsonNode spec) {
    return new Parameter(
        spec.path("name").asText(),
        spec.path("in").asText().equals("path"),
        spec.at("/schema/type").asText("string"),
        spec.path("required").asBoolean(),
        spec.at("/schema/default").isMissingNode() ? null : spec.at("/schema/default").asText());
  }
}
