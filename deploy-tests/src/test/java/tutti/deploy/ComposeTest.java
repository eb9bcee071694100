package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tutti.cli.serve.Service;
import tutti.runtime.cluster.Leaving;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;

/** That the compose file runs what the chart runs. */
class ComposeTest {
  private static final Path FILE = Path.of("..", "deploy", "compose.yaml");
  private final JsonNode services = read().path("services");

  @Test
  void runsEveryServiceFromTheSameImageAsTheChart() {
    Manifests chart = Chart.rendered(Chart.DIRECTORY.resolve("ci/default-values.yaml"));
    String image = Manifests.container(chart.workloads().get(0)).path("image").asText();
    var named = new TreeSet<String>();
    services
        .properties()
        .forEach(
            entry -> {
              JsonNode service = entry.getValue();
              named.add(entry.getKey());
              assertThat(service.path("image").asText()).isEqualTo(image);
              assertThat(service.path("command").toString())
                  .isEqualTo("[\"serve\",\"%s\"]".formatted(entry.getKey()));
            });

    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Service.values()).map(Service::label).toList());
  }

  @Test
  void runsWithTheLeastThatThereIs() {
    for (JsonNode service : services) {
      assertThat(service.path("read_only").asBoolean()).isTrue();
      assertThat(service.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
      assertThat(service.path("security_opt").toString()).contains("no-new-privileges:true");
      assertThat(service.path("mem_limit").asText()).isNotEmpty();
      assertThat(service.path("privileged").asBoolean()).isFalse();
    }
  }

  @Test
  void letsOnlyTheGatewayBeReachedAndOnlyFromThisMachine() {
    for (Map.Entry<String, JsonNode> entry : services.properties()) {
      boolean edge = entry.getKey().equals("gateway");
      assertThat(entry.getValue().path("ports").isEmpty()).isNotEqualTo(edge);
    }
    assertThat(services.at("/gateway/ports/0").asText()).startsWith("127.0.0.1:");
  }

  /** A container in two networks has two addresses: others might be told the wrong one. */
  @Test
  void putsEveryProcessIntoOneNetwork() {
    assertThat(read().path("networks").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("default");
    assertThat(services).allSatisfy(service -> assertThat(service.has("networks")).isFalse());
  }

  @Test
  void givesEveryProcessSettingsThatItStartsWithAndTimeToLeave() {
    for (Map.Entry<String, JsonNode> entry : services.properties()) {
      Map<String, String> environment = new HashMap<>();
      entry
          .getValue()
          .path("environment")
          .properties()
          .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
      Settings settings = Settings.load(Map.of(), environment);

      long grace =
          Long.parseLong(entry.getValue().path("stop_grace_period").asText().replace("s", ""));
      assertThat(grace).isGreaterThan(Leaving.of(settings).longest().toSeconds());
      assertThat(settings.get(Settings.CLUSTER_SIZE))
          .isEqualTo(services.at("/session/deploy/replicas").asInt());
      assertThat(settings.get(Settings.CLUSTER_MEMBERS)).containsExactly("session:5701");
      if (entry.getKey().equals("gateway")) {
        assertThat(entry.getValue().at("/ports/0").asText())
            .endsWith(":" + settings.get(EdgeSettings.HTTP_PORT));
      }
    }
  }

  /** Anchors and merges are for SnakeYAML: Jackson leaves them as they are. */
  private static JsonNode read() {
    try {
      Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE));
      return new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
