package tutti.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.InvalidSettingException;
import tutti.runtime.config.Settings;

class OperatorKeyTest {
  @TempDir private Path folder;

  @Test
  void isMadeOnceAndForItsUserOnly() throws IOException {
    Path file = folder.resolve("operator.key");

    String made = OperatorKey.load(settings(file)).orElseThrow().reveal();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(made).startsWith("tutti_operator_").hasSizeGreaterThan(50);
    assertThat(OperatorKey.load(settings(file)).orElseThrow().reveal()).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "changeme\n"})
  void isRefusedIfAnyoneCouldGuessIt(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("operator.key"), text);

    assertThatThrownBy(() -> OperatorKey.load(settings(file)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("gateway-operator-key-file")
        .hasMessageNotContaining("changeme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--"})
  void isRefusedIfEveryoneCanReadIt(String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("operator.key"), "k".repeat(40));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> OperatorKey.load(settings(file)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContainingAll("gateway-operator-key-file", "chmod 600")
        .hasMessageNotContaining("kkk");
  }

  @Test
  void mayBeReadByAGroup() throws IOException {
    Path file = Files.writeString(folder.resolve("operator.key"), "k".repeat(40));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

    assertThat(OperatorKey.load(settings(file))).isPresent();
  }

  @Test
  void isAbsentUnlessAskedFor() {
    assertThat(OperatorKey.load(Settings.defaults())).isEmpty();
  }

  private static Settings settings(Path file) {
    return Settings.defaults().with(EdgeSettings.OPERATOR_KEY_FILE, file.toString());
  }
}
