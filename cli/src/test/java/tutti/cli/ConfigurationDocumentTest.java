package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.runtime.config.Setting;
import tutti.runtime.config.Settings;

class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

  @Test
  void listsEverySettingAsItIs() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `")).toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Settings.table().stream().map(ConfigurationDocumentTest::row).toList());
  }

  private static String row(Setting<?> setting) {
    return "| `%s` | `%s` |%s | %s |"
        .formatted(
            setting.name(),
            setting.kind().label().replace("|", "\\|"),
            setting.defaultText().isEmpty() ? "" : " `%s`".formatted(setting.defaultText()),
            setting.description());
  }
}
