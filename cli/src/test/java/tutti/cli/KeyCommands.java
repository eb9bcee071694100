package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs commands of signers whose keys are in one folder, by one way to the services. */
final class KeyCommands {
  private static final Map<String, String> SECRET = Map.of("TUTTI_PASSPHRASE", "secret");

  private final Path folder;
  private final Function<List<String>, List<String>> way;

  /**
   * @param way the arguments that lead to the services, for a command with such arguments
   */
  KeyCommands(Path folder, Function<List<String>, List<String>> way) {
    this.folder = folder;
    this.way = way;
  }

  /** Makes a key, and says its public half. */
  String keygen(String name) {
    Run run = Run.with(SECRET, "keygen", "--key-file", file(name), "--json");
    return run.json().get("publicKey").asText();
  }

  /** A command that speaks for somebody. */
  Run by(String name, String... arguments) {
    return run(with(List.of(arguments), "--key-file", file(name)));
  }

  /** The same at a terminal where somebody answers. */
  Run typing(String name, String answers, String... arguments) {
    List<String> given = List.of(with(List.of(arguments), "--key-file", file(name)));
    return Run.typing(answers, SECRET, with(given, way.apply(given).toArray(String[]::new)));
  }

  Run run(String... arguments) {
    List<String> given = List.of(arguments);
    return Run.with(SECRET, with(given, way.apply(given).toArray(String[]::new)));
  }

  /** What a command prints that succeeds. */
  static String ok(Run run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  static String[] with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private String file(String name) {
    return folder.resolve(name + ".pem").toString();
  }
}
