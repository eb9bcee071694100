package tutti.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.Map;

/** What the Prometheus operator knows: two kinds, their fields and types. */
final class PrometheusModel {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of("ServiceMonitor", ServiceMonitor.class, "PrometheusRule", PrometheusRule.class);

  private PrometheusModel() {}

  /** The models keep what they do not know, so what is unknown is what has no type of its own. */
  static void validate(JsonNode document) {
    String kind = document.path("kind").asText();
    if (!KINDS.containsKey(kind)) {
      throw new AssertionError(kind + " is no kind of the Prometheus operator");
    }
    HasMetadata model = MAPPER.convertValue(document, KINDS.get(kind));
    requireSame(kind, document, known(model));
  }

  private static JsonNode known(HasMetadata model) {
    ObjectMapper strict = new ObjectMapper();
    strict.setAnnotationIntrospector(
        new JacksonAnnotationIntrospector() {
          private static final long serialVersionUID = 1L;

          @Override
          public Boolean hasAnyGetter(Annotated any) {
            return false;
          }
        });
    return strict.valueToTree(model);
  }

  private static void requireSame(String where, JsonNode written, JsonNode known) {
    for (Map.Entry<String, JsonNode> field : written.properties()) {
      JsonNode own = known.path(field.getKey());
      if (own.isMissingNode() || own.equals(NullNode.instance)) {
        throw new AssertionError("%s: unknown field %s".formatted(where, field.getKey()));
      }
      requireSame(where + "." + field.getKey(), field.getValue(), own);
    }
    for (int i = 0; written.isArray() && i < written.size(); i++) {
      requireSame(where + "[" + i + "]", written.get(i), known.path(i));
    }
  }
}
