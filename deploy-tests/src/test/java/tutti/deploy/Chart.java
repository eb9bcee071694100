package tutti.deploy;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart, and what becomes of it. */
final class Chart {
  static final Path DIRECTORY = Path.of("..", "deploy", "helm", "tutti");
  static final String RELEASE = "tutti";
  static final String NAMESPACE = "tutti";

  private Chart() {}

  /** The value files that are shipped to be tried. */
  static List<Path> valueFiles() {
    try (Stream<Path> files = Files.list(DIRECTORY.resolve("ci"))) {
      return files.filter(file -> file.toString().endsWith("-values.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LintResult lint() {
    return new Helm(DIRECTORY).lint().strict().call();
  }

  /** As {@code helm template} prints it. */
  static String text(Path values) {
    return template().withValuesFile(values).call();
  }

  static Manifests rendered(Path values) {
    return Manifests.parse(text(values));
  }

  /** Rendered with these values, written as YAML. */
  static Manifests rendered(String yaml) {
    try {
      Path values = Files.createTempFile("tutti", "-values.yaml");
      try {
        Files.writeString(values, yaml);
        return rendered(values);
      } finally {
        Files.delete(values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What whoever installs it is told. */
  static String notes(Path values) {
    return new Helm(DIRECTORY)
        .install()
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .withKubeVersion("1.33.0")
        .withValuesFile(values)
        .clientOnly()
        .withDryRunOption(DryRun.CLIENT)
        .call()
        .getOutput();
  }

  private static TemplateCommand template() {
    return new Helm(DIRECTORY)
        .template()
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .withKubeVersion("1.33.0");
  }
}
