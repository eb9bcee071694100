package tutti.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tutti.protocol.json.Wire;

/**
 * The OpenAPI document: what is written down in {@code openapi.yaml}, together with the schemas of
 * the contract that it points to. The routes are made from it.
 */
final class Document {
  private static final String SOURCE = "/tutti/gateway/openapi.yaml";
  private static final String SCHEMAS = "/tutti/schema/";
  private static final String FILE = ".json";
  private static final String HERE = "#/components/schemas/";
  private static final Set<String> METHODS = Set.of("get", "post", "delete");

  private final ObjectNode root;

  private Document(ObjectNode root) {
    this.root = root;
  }

  static Document load() {
    try (InputStream in = resource(SOURCE)) {
      ObjectNode root = (ObjectNode) new YAMLMapper().readTree(in);
      addSchemas(root);
      return new Document(root);
    } catch (IOException e) {
      throw new UncheckedIOException("the OpenAPI document of this jar cannot be read", e);
    }
  }

  /** As it is served. */
  ObjectNode json() {
    return root;
  }

  List<RouteSpec> routes() {
    List<RouteSpec> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          List<JsonNode> parameters = new ArrayList<>();
          path.getValue().path("parameters").forEach(one -> parameters.add(resolved(one)));
          method.getValue().path("parameters").forEach(one -> parameters.add(resolved(one)));
          routes.add(RouteSpec.of(path.getKey(), method, parameters));
        }
      }
    }
    return routes;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** Takes in every schema file that is pointed to, and lets all point to where it is now. */
  private static void addSchemas(ObjectNode root) throws IOException {
    ObjectNode schemas = root.withObject("/components/schemas");
    Set<String> wanted = new TreeSet<>();
    point(root, "", wanted);
    Set<String> done = new TreeSet<>();
    while (!done.containsAll(wanted)) {
      for (String name : List.copyOf(wanted)) {
        if (done.add(name)) {
          try (InputStream in = resource(SCHEMAS + name + FILE)) {
            ObjectNode schema = (ObjectNode) Wire.mapper().readTree(in);
            schema.remove("$schema");
            point(schema, name, wanted);
            schemas.set(name, schema);
          }
        }
      }
    }
  }

  /** Rewrites the references below a node; those of a file to itself have no file name. */
  private static void point(JsonNode node, String self, Set<String> wanted) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        if (entry.getKey().equals("$ref")) {
          entry.setValue(TextNode.valueOf(pointed(entry.getValue().asText(), self, wanted)));
        } else {
          point(entry.getValue(), self, wanted);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(one -> point(one, self, wanted));
    }
  }

  private static String pointed(String reference, String self, Set<String> wanted) {
    int hash = reference.indexOf('#');
    String file = hash < 0 ? reference : reference.substring(0, hash);
    String inside = hash < 0 ? "" : reference.substring(hash + 1);
    if (file.isEmpty()) {
      return self.isEmpty() ? reference : HERE + self + inside;
    }
    String name = file.substring(0, file.length() - FILE.length());
    wanted.add(name);
    return HERE + name + inside;
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = Document.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException(name + " is not in any jar");
    }
    return in;
  }
}
