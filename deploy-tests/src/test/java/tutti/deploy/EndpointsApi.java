package tutti.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * So much of the API of Kubernetes as members need to find each other, behind TLS: it answers
 * whoever has the token and asks for what the Role allows, and nobody else.
 */
final class EndpointsApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "of-a-service-account";

  private final HttpsServer server;
  private final Identity identity = Identity.create("localhost");
  private final String namespace;
  private final JsonNode rules;
  private final Map<String, List<String>> pods = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  EndpointsApi(JsonNode role) throws IOException, GeneralSecurityException {
    namespace = role.at("/metadata/namespace").asText();
    rules = role.path("rules");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.server()));
    server.createContext("/", this::answer);
    server.start();
  }

  /** What a pod finds out from its files and from DNS. */
  Map<String, String> access() throws GeneralSecurityException {
    return Map.of(
        "hazelcast.kubernetes.kubernetes-master",
        "https://localhost:" + server.getAddress().getPort(),
        "hazelcast.kubernetes.ca-certificate",
        identity.certificate(),
        "hazelcast.kubernetes.api-token",
        TOKEN);
  }

  /** From now on these are the pods of a Service, none of which is ready. */
  void put(String service, List<String> addresses) {
    pods.put(service, List.copyOf(addresses));
  }

  /** What was asked for, and is no right of members. */
  Set<String> refused() {
    return Set.copyOf(refused);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI asked = exchange.getRequestURI();
      boolean known =
          ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      int status = !known ? 401 : allowed(asked.getPath()) ? 200 : 403;
      if (status != 200) {
        refused.add(asked.getPath());
      }
      JsonNode answer = status == 200 ? slices(asked.getQuery()) : failure(status);
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** A list of all that there is of a kind in the namespace of the Role. */
  private boolean allowed(String path) {
    for (JsonNode rule : rules) {
      String form = "/apis/%s/v1/namespaces/%s/%s";
      String list =
          form.formatted(
              rule.at("/apiGroups/0").asText(), namespace, rule.at("/resources/0").asText());
      if (path.equals(list) && rule.path("verbs").toString().contains("\"list\"")) {
        return true;
      }
    }
    return false;
  }

  private JsonNode slices(String query) {
    ObjectNode list = JSON.createObjectNode().put("kind", "EndpointSliceList");
    ArrayNode items = list.put("apiVersion", "discovery.k8s.io/v1").putArray("items");
    pods.forEach(
        (service, addresses) -> {
          if (query == null
              || query.equals("labelSelector=kubernetes.io/service-name=" + service)) {
            items.add(slice(service, addresses));
          }
        });
    return list;
  }

  /** Its first port is the other one: members must know theirs. */
  private static JsonNode slice(String service, List<String> addresses) {
    ObjectNode slice = JSON.createObjectNode().put("addressType", "IPv4");
    ObjectNode labels = slice.putObject("metadata").put("name", service).putObject("labels");
    labels.put("kubernetes.io/service-name", service);
    slice.putArray("ports").addObject().put("name", "event-bus").put("port", 1);
    ArrayNode endpoints = slice.putArray("endpoints");
    for (String address : addresses) {
      ObjectNode endpoint = endpoints.addObject();
      endpoint.putArray("addresses").add(address);
      endpoint.putObject("conditions").put("ready", false);
    }
    return slice;
  }

  private static JsonNode failure(int status) {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("status", "Failure")
        .put("reason", status == 401 ? "Unauthorized" : "Forbidden")
        .put("code", status);
  }
}
