package tutti.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * So much of Kubernetes as Helm needs to install and to upgrade: it keeps what it is given, and
 * where nobody says how many pods there shall be, it says 1, as Kubernetes does.
 */
final class ApiServer implements AutoCloseable {
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final int PROTOBUF_MAGIC = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, Map<String, String>> GROUPS =
      Map.of(
          "v1",
              Map.of(
                  "services", "Service",
                  "configmaps", "ConfigMap",
                  "serviceaccounts", "ServiceAccount",
                  "secrets", "Secret"),
          "apps/v1", Map.of("deployments", "Deployment", "statefulsets", "StatefulSet"),
          "policy/v1", Map.of("poddisruptionbudgets", "PodDisruptionBudget"),
          "autoscaling/v2", Map.of("horizontalpodautoscalers", "HorizontalPodAutoscaler"),
          "networking.k8s.io/v1",
              Map.of("networkpolicies", "NetworkPolicy", "ingresses", "Ingress"));

  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final HttpServer server;

  ApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** A kubeconfig for it. */
  String access() {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: here, context: {cluster: here, user: me}}]
        users: [{name: me, user: {}}]
        current-context: here
        """
        .formatted(server.getAddress().getPort());
  }

  synchronized JsonNode object(String path) {
    return objects.getOrDefault(path, JSON.createObjectNode());
  }

  /** As {@code kubectl scale}, or a HorizontalPodAutoscaler. */
  synchronized void scale(String path, int replicas) {
    ((ObjectNode) object(path).path("spec")).put("replicas", replicas);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonNode given = read(exchange.getRequestHeaders().getFirst("Content-Type"), body);
      JsonNode found =
          switch (exchange.getRequestMethod()) {
            case "POST" -> keep(path + "/" + Manifests.name(given), (ObjectNode) given);
            case "PUT" -> keep(path, (ObjectNode) given);
            case "PATCH" -> patch(path, given);
            case "DELETE" -> objects.remove(path);
            default -> read(path, exchange.getRequestURI().getRawQuery());
          };
      JsonNode answer = found == null ? missing() : found;
      byte[] text = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(found == null ? 404 : 200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private static JsonNode read(@Nullable String type, byte[] body) throws IOException {
    if (PROTOBUF.equals(type)) {
      return secret(body);
    }
    return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
  }

  /** Helm writes its releases in this form, and reads them in either. */
  private static JsonNode secret(byte[] body) throws IOException {
    Unknown envelope = Unknown.parseFrom(Arrays.copyOfRange(body, PROTOBUF_MAGIC, body.length));
    Secret secret = Secret.parseFrom(envelope.getRaw());
    ObjectNode read = JSON.createObjectNode();
    read.put("apiVersion", "v1").put("kind", "Secret").put("type", secret.getType());
    ObjectNode metadata = read.putObject("metadata");
    metadata.put("name", secret.getMetadata().getName());
    ObjectNode labels = metadata.putObject("labels");
    secret.getMetadata().getLabelsMap().forEach(labels::put);
    ObjectNode data = read.putObject("data");
    secret.getDataMap().forEach((key, value) -> data.put(key, value.toByteArray()));
    return read;
  }

  private @Nullable JsonNode read(String path, @Nullable String query) {
    ObjectNode answer = JSON.createObjectNode();
    if (path.equals("/version")) {
      return answer.put("major", "1").put("minor", "33").put("gitVersion", "v1.33.0");
    } else if (path.equals("/api")) {
      answer.put("kind", "APIVersions").putArray("versions").add("v1");
      return answer;
    } else if (path.equals("/apis")) {
      return groups(answer);
    }
    Map<String, String> kinds = GROUPS.get(path.replaceFirst("^/apis?/", ""));
    if (kinds != null) {
      return resources(answer, path.replaceFirst("^/apis?/", ""), kinds);
    } else if (path.endsWith("/secrets")) {
      return list(answer, path, query);
    }
    return objects.get(path);
  }

  private static JsonNode groups(ObjectNode answer) {
    ArrayNode groups =
        answer.put("kind", "APIGroupList").put("apiVersion", "v1").putArray("groups");
    GROUPS.keySet().stream()
        .filter(version -> version.contains("/"))
        .forEach(
            version -> {
              String name = version.substring(0, version.indexOf('/'));
              ObjectNode entry = JSON.createObjectNode().put("groupVersion", version);
              entry.put("version", version.substring(name.length() + 1));
              ObjectNode group = groups.addObject().put("name", name);
              group.putArray("versions").add(entry);
              group.set("preferredVersion", entry);
            });
    return answer;
  }

  private static JsonNode resources(ObjectNode answer, String version, Map<String, String> kinds) {
    ArrayNode resources =
        answer
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", version)
            .putArray("resources");
    kinds.forEach(
        (name, kind) ->
            resources
                .addObject()
                .put("name", name)
                .put("singularName", "")
                .put("namespaced", true)
                .put("kind", kind)
                .putArray("verbs")
                .add("get")
                .add("list")
                .add("create")
                .add("patch")
                .add("update")
                .add("delete"));
    return answer;
  }

  /** Helm keeps its releases in Secrets, and finds them by their labels. */
  private JsonNode list(ObjectNode answer, String path, @Nullable String query) {
    answer
        .put("kind", "SecretList")
        .put("apiVersion", "v1")
        .putObject("metadata")
        .put("resourceVersion", "1");
    ArrayNode items = answer.putArray("items");
    objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(path + "/"))
        .map(Map.Entry::getValue)
        .filter(object -> selects(query, object.at("/metadata/labels")))
        .forEach(items::add);
    return answer;
  }

  private static boolean selects(@Nullable String query, JsonNode labels) {
    return Stream.ofNullable(query)
        .flatMap(text -> Stream.of(text.split("&", -1)))
        .filter(part -> part.startsWith("labelSelector="))
        .flatMap(part -> Stream.of(URLDecoder.decode(part.substring(14), UTF_8).split(",", -1)))
        .allMatch(
            part ->
                labels
                    .path(part.substring(0, part.indexOf('=')))
                    .asText()
                    .equals(part.substring(part.indexOf('=') + 1)));
  }

  private JsonNode keep(String path, ObjectNode object) {
    if (path.contains("/deployments/") || path.contains("/statefulsets/")) {
      ObjectNode spec = (ObjectNode) object.path("spec");
      if (spec.path("replicas").isMissingNode()) {
        spec.put("replicas", 1);
      }
    }
    objects.put(path, object);
    return object;
  }

  /** A merge patch: it puts lists in each other's place, which here is what is meant, too. */
  private @Nullable JsonNode patch(String path, JsonNode patch) {
    ObjectNode object = objects.get(path);
    if (object == null) {
      return null;
    }
    merge(object, patch);
    return keep(path, object);
  }

  private static void merge(ObjectNode object, JsonNode patch) {
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      JsonNode known = object.path(entry.getKey());
      if (entry.getValue().isNull()) {
        object.remove(entry.getKey());
      } else if (known.isObject() && entry.getValue().isObject()) {
        merge((ObjectNode) known, entry.getValue());
      } else {
        object.set(entry.getKey(), entry.getValue());
      }
    }
  }

  private static JsonNode missing() {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("reason", "NotFound")
        .put("message", "not found")
        .put("code", 404);
  }
}
