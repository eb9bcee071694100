package tutti.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The properties hold for everything that fuzzing has found interesting so far. */
class CorpusTest {
  @ParameterizedTest
  @EnumSource
  void everyCommittedInputIsReadOrRefused(Target target) throws IOException {
    List<Path> files = target.corpusFiles();

    assertThat(files).isNotEmpty();
    for (Path file : files) {
      check(target, file.toString(), Files.readAllBytes(file));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySeedIsReadOrRefusedAndSoIsWhatIsLeftOfIt(Target target) {
    for (byte[] seed : target.seeds()) {
      check(target, "seed", seed);
      for (int length = 0; length < seed.length; length += 1 + seed.length / 16) {
        check(target, "seed", Arrays.copyOf(seed, length));
      }
    }
    check(target, "nothing", new byte[0]);
  }

  private static void check(Target target, String name, byte[] input) {
    try {
      target.check(input);
    } catch (Throwable broken) {
      throw new AssertionError("%s breaks %s".formatted(name, target), broken);
    }
  }
}
