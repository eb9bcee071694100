package tutti.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build makes for the browser. */
final class Page {
  private static final Path ROOT = Path.of("target", "classes", "webroot", "console");

  private Page() {}

  static Path file(String name) {
    return ROOT.resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
