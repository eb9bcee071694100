package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** The parameters of a request as the document describes them, put together as one object. */
final class Parameters {
  private Parameters() {}

  /** Refuses those that there are not, those that come twice, and numbers that are none. */
  static ObjectNode read(RoutingContext context, RouteSpec route) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String name : context.queryParams().names()) {
      if (route.parameters().stream().noneMatch(one -> !one.inPath() && one.name().equals(name))) {
        throw malformed(name, "is no parameter here");
      }
    }
    for (RouteSpec.Parameter parameter : route.parameters()) {
      List<String> values =
          parameter.inPath()
              ? List.of(context.pathParam(parameter.name()))
              : context.queryParam(parameter.name());
      if (values.size() > 1) {
        throw malformed(parameter.name(), "is given more than once");
      }
      String text = values.isEmpty() ? parameter.otherwise() : values.get(0);
      if (text != null) {
        put(object, parameter, text);
      } else if (parameter.required()) {
        throw malformed(parameter.name(), "is missing");
      }
    }
    return object;
  }

  private static void put(ObjectNode object, RouteSpec.Parameter parameter, String text) {
    switch (parameter.type()) {
      case "integer" -> object.put(parameter.name(), number(parameter.name(), text));
      case "array" -> {
        ArrayNode array = object.putArray(parameter.name());
        for (String one : text.split(",", -1)) {
          array.add(one);
        }
      }
      default -> object.put(parameter.name(), text);
    }
  }

  private static long number(String name, String text) {
    if (!text.matches("\\d{1,16}")) {
      throw malformed(name, "is no whole number");
    }
    return Long.parseLong(text);
  }

  private static Refusal malformed(String name, String problem) {
    return Refusal.ofField(ErrorCode.MALFORMED, name, name + " " + problem);
  }
}
