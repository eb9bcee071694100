package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;

class ContainerfileTest {
  private static final Path DIRECTORY = Path.of("..", "deploy", "image");
  private final List<String> steps = steps();

  @Test
  void needsNoShell() {
    assertThat(steps)
        .filteredOn(step -> step.matches("(RUN|CMD|ENTRYPOINT|SHELL) .*"))
        .isNotEmpty()
        .allSatisfy(step -> assertThat(step).matches("(RUN|CMD|ENTRYPOINT) \\[\"[^\\]]*\"]"));
  }

  @Test
  void runsAsSomebodyWhoIsNobodyAndWhoIsAskedToStop() {
    String last = steps.stream().filter(step -> step.startsWith("USER")).reduce((a, b) -> b).get();

    assertThat(last).matches("USER [1-9][0-9]+:[1-9][0-9]+");
    assertThat(steps).contains("STOPSIGNAL SIGTERM");
  }

  @Test
  void standsOnABaseThatCanBeChosen() {
    assertThat(steps.get(0)).startsWith("ARG BASE_IMAGE=");
    assertThat(steps.stream().filter(step -> step.startsWith("FROM ")))
        .allSatisfy(step -> assertThat(step).startsWith("FROM ${BASE_IMAGE}"));
  }

  @Test
  void putsWhatChangesOftenAboveWhatDoesNot() {
    int stage = steps.lastIndexOf("FROM ${BASE_IMAGE}");
    List<String> copies =
        steps.subList(stage, steps.size()).stream()
            .filter(step -> step.startsWith("COPY"))
            .toList();

    assertThat(copies.get(0)).startsWith("COPY dependencies/");
    assertThat(copies.get(1)).startsWith("COPY application/");
    assertThat(copies.get(copies.size() - 1)).startsWith("COPY --from=training");
  }

  /** buildah looks at the text of a step, not at arguments: the label would be an old one. */
  @Test
  void takesNoArgumentForALabel() {
    assertThat(steps)
        .filteredOn(step -> step.startsWith("LABEL"))
        .singleElement()
        .asString()
        .contains("image.version=\"unknown\"", "image.revision=\"unknown\"")
        .doesNotContain("$");
  }

  /** The cache is of no use to a JVM with another class path or other flags. */
  @Test
  void startsAsItWasTrained() {
    String files = "\"@/opt/tutti/jvm.flags\", \"@/opt/tutti/classpath.flags\"";

    assertThat(steps.stream().filter(step -> step.matches("(RUN|ENTRYPOINT) .*")))
        .allSatisfy(step -> assertThat(step).contains(files));
  }

  @Test
  void exposesThePortsOfTheChart() {
    Set<String> exposed = new TreeSet<>();
    steps.stream()
        .filter(step -> step.startsWith("EXPOSE "))
        .forEach(
            step -> exposed.addAll(List.of(step.substring("EXPOSE ".length()).split(" ", -1))));
    Manifests chart = Chart.rendered(Chart.DIRECTORY.resolve("ci/default-values.yaml"));
    Set<String> ports = new TreeSet<>();
    chart
        .workloads()
        .forEach(
            workload ->
                Manifests.container(workload)
                    .path("ports")
                    .forEach(port -> ports.add(port.path("containerPort").asText())));

    assertThat(exposed).isEqualTo(ports);
    assertThat(exposed)
        .contains(Settings.CLUSTER_PORT.defaultText(), EdgeSettings.HTTP_PORT.defaultText());
  }

  /** One flag is in two places: the launcher's are for a clone, these for a container. */
  @Test
  void opensToHazelcastWhatTheLauncherOpens() throws IOException {
    String launcher = Files.readString(Path.of("..", "tutti"));
    String flags = Files.readString(DIRECTORY.resolve("jvm.flags"));

    assertThat(flags.lines().filter(line -> line.startsWith("--add-")))
        .hasSize(6)
        .allSatisfy(line -> assertThat(launcher).contains(line.replaceFirst("=", " ")));
    assertThat(flags.lines().filter(line -> line.matches("-D(java|sun)\\..*")))
        .hasSize(3)
        .allSatisfy(line -> assertThat(launcher).contains(line));
  }

  private static List<String> steps() {
    try {
      String joined =
          Files.readAllLines(DIRECTORY.resolve("Containerfile")).stream()
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .collect(Collectors.joining("\n"));
      return joined.replaceAll("\\s*\\\\\n\\s*", " ").lines().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
