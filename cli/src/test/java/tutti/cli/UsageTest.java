package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tutti.cli.terminal.Terminal;
import tutti.runtime.config.Setting;
import tutti.runtime.config.Settings;

class UsageTest {
  static Stream<String> commands() {
    Terminal nowhere = new Terminal(System.out, System.err, Map.of());
    return Commands.line(nowhere).getSubcommands().entrySet().stream()
        .flatMap(entry -> named(entry.getKey(), entry.getValue()));
  }

  /** A command, or those that it is made of. */
  private static Stream<String> named(String name, CommandLine command) {
    Stream<String> shown =
        command.getSubcommands().entrySet().stream()
            .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
            .map(entry -> name + " " + entry.getKey());
    return command.getSubcommands().isEmpty() ? Stream.of(name) : shown;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void explainsEachCommand(String command) {
    String[] words = (command + " --help").split(" ", -1);
    String last = words[words.length - 2];
    String[] all = (command.replaceFirst("\\S+$", "") + "--help").split(" ", -1);
    Run run = Run.of(words);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: tutti " + command).contains("--json", "--verbose");
    assertThat(run.err()).isEmpty();
    assertThat(Run.of(all).out()).contains("\n  " + last + " ");
  }

  @Test
  void listsEverySettingWithItsDefaultInTheHelpOfServe() {
    String help = Run.of("serve", "--help").out().replaceAll("\\s+", " ");

    for (Setting<?> setting : Settings.table()) {
      if (setting.kind().isSecret()) {
        assertThat(help).doesNotContain(setting.name());
        continue;
      }
      String option = "--%s=%s".formatted(setting.name(), setting.kind().label());
      assertThat(help).contains(option + " " + setting.description());
      if (!setting.equals(Settings.ROLE)) {
        assertThat(help)
            .contains("%s (%s)".formatted(setting.description(), setting.defaultText()));
      }
    }
    assertThat(help).contains("--config-file=FILE");
  }

  @Test
  void takesNoSecretAsAFlagAndDoesNotRepeatIt() {
    Run run = Run.of("serve", "all", "--database-password=sesame");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("TUTTI_DATABASE_PASSWORD").doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource({
    "frobnicate, a, Unmatched argument",
    "serve, frobnicate, there is no service 'frobnicate'",
    "status, xy, not a hexadecimal digit",
    "status, abcd, an id has 64 hex digits",
    "join, --all, --key-file",
    "bench, --processes=2, --processes: 1 or 4",
    "bench, --signers=0, --signers: at least 1",
    "chaos, --data-members=1, --data-members: at least 2",
    "chaos, --heap=much, --heap: such as 512m",
    "chaos, --faults=earthquake, expected one of",
    "rollout, --changes=flood, expected one of",
    "rollout, --heap=much, --heap: such as 256m",
    "rollout, --restarts=0, --restarts: at least 1",
    "rollout, --manifests=/there/is/none.yaml, --manifests: cannot read",
    "signers, --sort=height, none of fee|completed|expiry|key",
    "signers, --timeout=soon, 'soon' is not a time"
  })
  void refusesWhatMakesNoSenseInOneLine(String command, String argument, String problem) {
    Run run = Run.of(command, argument);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: MALFORMED: ").contains(problem);
    assertThat(run.err().lines().filter(line -> !line.startsWith("try: "))).hasSize(1);
  }

  @Test
  void asksForACommand() {
    assertThat(Run.of().exitCode()).isEqualTo(2);
    assertThat(Run.of().err()).contains("a command is missing", "try: tutti --help");
  }

  @Test
  void tellsAFailureAsTheOneJsonObject() {
    Run run = Run.of("status", "xyz", "--json");

    assertThat(run.json().at("/error/code").asText()).isEqualTo("MALFORMED");
    assertThat(run.err()).startsWith("error: MALFORMED: ");
  }

  @ParameterizedTest
  @CsvSource({
    "--cluster-port=99999, cluster-port (flag --cluster-port)",
    "--phase-timeout=5x, phase-timeout (flag --phase-timeout)",
    "--role=king, role (flag --role)",
    "--config-file=/there/is/none.yaml, config-file (flag --config-file)"
  })
  void namesTheSettingThatIsWrong(String option, String setting) {
    Run run = Run.of("serve", "all", option);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: MALFORMED: setting " + setting);
  }

  @Test
  void namesTheVariableThatIsWrong() {
    Run run = Run.with(Map.of("TUTTI_CLUSTER_PORT", "none"), "serve", "all");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cluster-port (environment TUTTI_CLUSTER_PORT)");
  }

  @Test
  void takesNoVariableOfTheLauncherForASetting() {
    var environment =
        Map.of("TUTTI_NO_BUILD", "1", "TUTTI_JAVA_OPTS", "-Xmx1g", "TUTTI_PASSPHRASE", "secret");

    Run run = Run.with(environment, "serve", "all", "--role=king");

    assertThat(run.err()).startsWith("error: MALFORMED: setting role");
  }
}
