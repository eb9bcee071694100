package tutti.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Map;

/** What Kubernetes knows: kinds, fields and their types. */
final class KubernetesModel {
  private static final String MODELS = "io.kubernetes.client.openapi.models.";
  private static final String OF_PROMETHEUS = "monitoring.coreos.com/v1";

  /** Where each kind belongs, and in which version; a model does not say it. */
  private static final Map<String, String> VERSIONS =
      Map.ofEntries(
          Map.entry("Service", "v1"),
          Map.entry("ConfigMap", "v1"),
          Map.entry("ServiceAccount", "v1"),
          Map.entry("Namespace", "v1"),
          Map.entry("Pod", "v1"),
          Map.entry("StatefulSet", "apps/v1"),
          Map.entry("Deployment", "apps/v1"),
          Map.entry("PodDisruptionBudget", "policy/v1"),
          Map.entry("HorizontalPodAutoscaler", "autoscaling/v2"),
          Map.entry("NetworkPolicy", "networking.k8s.io/v1"),
          Map.entry("Ingress", "networking.k8s.io/v1"),
          Map.entry("Role", "rbac.authorization.k8s.io/v1"),
          Map.entry("RoleBinding", "rbac.authorization.k8s.io/v1"));

  private KubernetesModel() {}

  /** Throws if there is no such kind, if a field is unknown or missing, or of another type. */
  static void validate(JsonNode document) {
    String kind = document.path("kind").asText();
    if (document.path("apiVersion").asText().equals(OF_PROMETHEUS)) {
      PrometheusModel.validate(document);
      return;
    }
    String version = VERSIONS.getOrDefault(kind, "none");
    if (!document.path("apiVersion").asText().equals(version)) {
      throw new AssertionError("%s is no kind of %s".formatted(kind, document.path("apiVersion")));
    }
    JsonElement json = JsonParser.parseString(document.toString());
    String prefix = version.substring(version.indexOf('/') + 1).toUpperCase(Locale.ROOT);
    try {
      Class.forName(MODELS + prefix + kind)
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, json);
    } catch (InvocationTargetException e) {
      throw new AssertionError(
          "%s %s: %s".formatted(kind, Manifests.name(document), e.getCause().getMessage()),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no model of " + kind, e);
    }
  }
}
