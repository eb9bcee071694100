package tutti.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is served, before any browser sees it. */
class PageTest {
  private static final Pattern INLINE =
      Pattern.compile("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|javascript:");
  private static final Pattern ABROAD =
      Pattern.compile("(?:src|href)=\"(?:[a-z]+:)?//|url\\(|@import");
  private static final List<String> SHEETS =
      List.of("console.css", "controls.css", "states.css", "views.css");
  private static final int MAX_SCRIPT_BYTES = 300_000;

  @Test
  void hasNoScriptAndNoStyleInItsMarkup() {
    assertThat(Page.text("index.html")).doesNotContainPattern(INLINE);
  }

  @Test
  void loadsNothingFromElsewhere() {
    assertThat(Page.text("index.html")).doesNotContainPattern(ABROAD);
    for (String sheet : SHEETS) {
      assertThat(Page.text("index.html")).contains(sheet);
      assertThat(Page.text(sheet)).doesNotContainPattern(ABROAD);
    }
  }

  @Test
  void isSmall() throws IOException {
    assumeTrue(Files.exists(Page.file("console.js")), "there is no bundler for this platform");
    assertThat(Files.size(Page.file("console.js"))).isBetween(50_000L, (long) MAX_SCRIPT_BYTES);
    assertThat(Page.text("console.js")).doesNotContain("eval(", "new Function");
  }

  @Test
  void passesTheTestsOfItsScript() throws Exception {
    Path tests = Path.of("target", "bundle", "tests");
    assumeTrue(Files.isDirectory(tests), "there is no bundler for this platform");
    Path log = Path.of("target", "script-tests.log");
    assumeTrue(run(log, "node", "-e", "import('node:test')") == 0, "there is no Node.js");
    try (Stream<Path> files = Files.list(tests)) {
      String[] command =
          Stream.concat(Stream.of("node", "--test"), files.map(Path::toString).sorted())
              .toArray(String[]::new);
      int result = run(log, command);
      assertThat(result).as(Files.readString(log)).isZero();
    }
    assertThat(Files.readString(log)).containsPattern("(?m)^# pass [1-9]").contains("# fail 0");
  }

  private static int run(Path log, String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException notThere) {
      return -1;
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("no end within a minute, see " + log);
    }
    return process.exitValue();
  }
}
