package tutti.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is to be given to a cluster. */
record Manifests(List<JsonNode> all) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Pattern DOCUMENT = Pattern.compile("(?m)^---$");

  static Manifests parse(String yaml) {
    List<JsonNode> all = new ArrayList<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        if (document != null && document.isObject()) {
          all.add(document);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Manifests(all);
  }

  private static final Pattern OF_HELM =
      Pattern.compile("(?m)^ *(app.kubernetes.io/managed-by: Helm|helm.sh/chart: .*)\n");

  /** Without what only Helm knows to run, or says of itself. */
  static String withoutHelm(String yaml) {
    StringBuilder kept = new StringBuilder();
    for (String document : DOCUMENT.split(yaml, -1)) {
      if (!document.isBlank() && !document.contains("helm.sh/hook:")) {
        kept.append("---\n").append(document.strip()).append('\n');
      }
    }
    return OF_HELM.matcher(kept).replaceAll("");
  }

  List<JsonNode> of(String... kinds) {
    return all.stream()
        .filter(document -> List.of(kinds).contains(document.path("kind").asText()))
        .toList();
  }

  JsonNode one(String kind, String name) {
    return of(kind).stream()
        .filter(document -> name(document).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  /** All that runs containers, but for hooks, which are rendered apart. */
  Stream<JsonNode> pods() {
    return workloads().stream().map(workload -> workload.at("/spec/template/spec"));
  }

  List<JsonNode> workloads() {
    return of("StatefulSet", "Deployment");
  }

  static String name(JsonNode document) {
    return document.at("/metadata/name").asText();
  }

  /** Which service a workload runs. */
  static String service(JsonNode workload) {
    return workload.at("/metadata/labels/app.kubernetes.io~1component").asText();
  }

  static JsonNode container(JsonNode workload) {
    return workload.at("/spec/template/spec/containers/0");
  }

  /** The value of a variable of the only container. */
  static String variable(JsonNode workload, String name) {
    for (JsonNode variable : container(workload).path("env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable.path("value").asText();
      }
    }
    return "";
  }
}
