package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags that {@code ./tutti} gives to the JVM. */
class LauncherTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Tells its version, and otherwise only what it was called with. */
  private static final String PRETENDED_JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then exec %s -version; fi
      printf '%%s\\n' "$@"
      """;

  @TempDir private Path directory;

  /**
   * On two cores every asynchronous call of the store starts a thread, unless it is told not to.
   */
  @Test
  void startsNoThreadForEveryCallWhereCoresAreFew() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(flags());
    command.addAll(List.of("-XX:ActiveProcessorCount=2", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), ThreadCount.class.getName()));

    String last = lastLine(new ProcessBuilder(command));

    assertThat(last).startsWith("started ");
    assertThat(Integer.parseInt(last.substring(8))).isLessThan(ThreadCount.READS / 10);
  }

  /** As for a command that ends soon: what follows are the class path and the class. */
  private List<String> flags() throws IOException, InterruptedException {
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, PRETENDED_JAVA.formatted(JAVA));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Path script = directory.resolve("tutti");
    Files.copy(Path.of("..", "tutti"), script);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(directory.resolve("cli/target/lib"));
    ProcessBuilder launcher = new ProcessBuilder(script.toString(), "demo");
    launcher.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    launcher.environment().put("TUTTI_NO_BUILD", "1");

    List<String> words = lines(launcher);

    assertThat(words).contains("-cp", "tutti.cli.Main", "demo");
    return words.subList(0, words.indexOf("-cp"));
  }

  private static String lastLine(ProcessBuilder builder) throws IOException, InterruptedException {
    List<String> lines = lines(builder);
    return lines.get(lines.size() - 1);
  }

  private static List<String> lines(ProcessBuilder builder)
      throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
