package tutti.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tutti.cli.serve.Service;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * What is to run, as the manifests of Kubernetes say it: those that the chart renders. Only what
 * concerns processes and the names by which they find each other is read.
 */
final class Manifests {
  private final Path file;
  private final List<JsonNode> documents;

  private Manifests(Path file, List<JsonNode> documents) {
    this.file = file;
    this.documents = documents;
  }

  static Manifests read(Path file) {
    try (MappingIterator<JsonNode> all =
        new YAMLMapper().readerFor(JsonNode.class).readValues(Files.readAllBytes(file))) {
      return new Manifests(file, all.readAll());
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw Refusal.of(ErrorCode.MALFORMED, "cannot read %s: %s".formatted(file, problem));
    }
  }

  /** Those of all services, data members first. */
  List<Workload> workloads() {
    return Stream.of(
            Service.SESSION, Service.CRYPTO, Service.REQUEST, Service.DISCOVERY, Service.GATEWAY)
        .map(this::workload)
        .toList();
  }

  /** The name that stands for all data members, in full. */
  String memberName() {
    JsonNode metadata = headless().path("metadata");
    return "%s.%s".formatted(metadata.path("name").asText(), domain(metadata));
  }

  /** Where pods look for names that are not in full, the nearest first. */
  List<String> searched() {
    String near = domain(headless().path("metadata"));
    String services = near.substring(near.indexOf('.') + 1);
    return List.of(near, services, services.substring(services.indexOf('.') + 1));
  }

  private static String domain(JsonNode metadata) {
    return metadata.path("namespace").asText() + ".svc.cluster.local";
  }

  /** A Service without an address of its own, which has pods in it before they are ready. */
  private JsonNode headless() {
    return of("Service")
        .filter(one -> one.at("/spec/clusterIP").asText().equals("None"))
        .filter(one -> one.at("/spec/publishNotReadyAddresses").asBoolean())
        .findFirst()
        .orElseThrow(() -> missing("headless Service that publishes addresses that are not ready"));
  }

  private Workload workload(Service service) {
    JsonNode workload =
        Stream.concat(of("StatefulSet"), of("Deployment"))
            .filter(one -> container(one).at("/args/1").asText().equals(service.label()))
            .findFirst()
            .orElseThrow(() -> missing("workload that serves " + service.label()));
    Set<String> own = new HashSet<>();
    return new Workload(
        service,
        workload.at("/spec/replicas").asInt(1),
        workload.path("kind").asText().equals("StatefulSet"),
        selects(headless().at("/spec/selector"), workload),
        Duration.ofSeconds(workload.at("/spec/minReadySeconds").asInt(0)),
        Duration.ofSeconds(
            workload.at("/spec/template/spec/terminationGracePeriodSeconds").asInt(30)),
        budget(workload),
        environment(container(workload).path("env"), own),
        own,
        settings(workload));
  }

  private int budget(JsonNode workload) {
    return of("PodDisruptionBudget")
        .filter(one -> selects(one.at("/spec/selector/matchLabels"), workload))
        .findFirst()
        .orElseThrow(() -> missing("PodDisruptionBudget of " + workload.at("/metadata/name")))
        .at("/spec/maxUnavailable")
        .asInt();
  }

  private String settings(JsonNode workload) {
    for (JsonNode volume : workload.at("/spec/template/spec/volumes")) {
      String name = volume.at("/configMap/name").asText();
      if (!name.isEmpty()) {
        return of("ConfigMap")
            .filter(one -> one.at("/metadata/name").asText().equals(name))
            .findFirst()
            .orElseThrow(() -> missing("ConfigMap " + name))
            .path("data")
            .elements()
            .next()
            .asText();
      }
    }
    return "";
  }

  private Map<String, String> environment(JsonNode variables, Set<String> own) {
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : variables) {
      String name = variable.path("name").asText();
      if (variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("status.podIP")) {
        own.add(name);
      } else if (variable.has("value")) {
        environment.put(name, variable.path("value").asText());
      } else {
        throw Refusal.of(
            ErrorCode.MALFORMED, "%s: the value of %s is elsewhere".formatted(file, name));
      }
    }
    return environment;
  }

  private static boolean selects(JsonNode selector, JsonNode workload) {
    JsonNode labels = workload.at("/spec/template/metadata/labels");
    return selector.properties().stream()
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  private static JsonNode container(JsonNode workload) {
    return workload.at("/spec/template/spec/containers/0");
  }

  private Stream<JsonNode> of(String kind) {
    return new ArrayList<>(documents)
        .stream().filter(one -> one.path("kind").asText().equals(kind));
  }

  private Refusal missing(String what) {
    return Refusal.of(ErrorCode.MALFORMED, "%s: there is no %s".formatted(file, what));
  }
}
