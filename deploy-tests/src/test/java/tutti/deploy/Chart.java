package tutti.deploy;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    return template(DIRECTORY).withValuesFile(values).call();
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

  /** Helm's test as if it were no hook, for {@code template} leaves hooks out: by way of a copy. */
  static Manifests withHooks(Path values, Path copy) {
    try {
      copyTo(copy);
      Path hook = copy.resolve("templates/tests/gateway.yaml");
      Files.writeString(hook, Files.readString(hook).replace("helm.sh/hook", "was/hook"));
      return Manifests.parse(template(copy).withValuesFile(values).call());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be changed there. */
  static void copyTo(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            directory.resolve(DIRECTORY.relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
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

  private static TemplateCommand template(Path chart) {
    return new Helm(chart)
        .template()
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .withKubeVersion("1.33.0");
  }
}
