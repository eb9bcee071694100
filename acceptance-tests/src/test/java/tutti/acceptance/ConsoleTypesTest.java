package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bundler drops the types of the console; the compiler of the client checks them. */
@ExtendWith(NpmPackage.class)
class ConsoleTypesTest {
  private static final Path CONSOLE = Path.of("..", "console");

  @Test
  void theConsoleUsesTheClientAsItIs() {
    assumeTrue(
        Files.isDirectory(CONSOLE.resolve("target/bundle/node_modules")),
        "the console was not built");
    Path config = CONSOLE.resolve("tsconfig.json").toAbsolutePath().normalize();
    String said =
        NpmPackage.run(
            "console", "node", "node_modules/typescript/bin/tsc", "-p", config.toString());

    assertThat(said).isEmpty();
  }
}
