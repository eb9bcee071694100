package tutti.musig2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native library in processes of their own: what loads, what is left, and what survives. */
class LibsecpProcessTest {
  /** Exists, but not even root can make a file there. */
  private static final String NOT_WRITABLE = "/proc";

  private static final String NAME = System.mapLibraryName("secp256k1-jni");

  @TempDir private Path directory;

  @BeforeEach
  void needsTheLibrary() {
    TestedEngine.LIBSECP256K1.engine(); // or skipped
  }

  @Test
  void noInputEndsTheProcess() throws Exception {
    Finished finished = run(HostileInputs.class);

    assertThat(finished.output()).containsPattern("^survived \\d{4,}");
    assertThat(finished.exitCode()).isZero();
  }

  @Test
  void leavesNoFileBehindAndPrintsNoWarning() throws Exception {
    Finished finished = run(ShownEngine.class, "-Djava.io.tmpdir=" + directory);

    assertThat(finished.output()).isEqualTo("libsecp256k1: it loads here and passed its self-test");
    assertThat(files()).isEmpty();
  }

  @Test
  void unpacksElsewhereWhenTold() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));

    Finished finished =
        run(
            ShownEngine.class,
            "-Djava.io.tmpdir=" + NOT_WRITABLE,
            "-Dfr.acinq.secp256k1.tmpdir=" + elsewhere);

    assertThat(finished.output()).startsWith("libsecp256k1: ");
    assertThat(files()).containsExactly(elsewhere);
  }

  @Test
  void needsNoWritableDirectoryWhenItWasUnpackedBefore() throws Exception {
    String suffix = System.getProperty("os.arch").replace("amd64", "x86_64");
    String resource = "/fr/acinq/secp256k1/jni/native/linux-%s/%s".formatted(suffix, NAME);
    try (InputStream packed = getClass().getResourceAsStream(resource)) {
      Files.copy(packed, directory.resolve(NAME));
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));

    Finished finished =
        run(
            ShownEngine.class,
            "-Djava.io.tmpdir=" + NOT_WRITABLE,
            "-Dfr.acinq.secp256k1.lib.path=" + directory);

    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(finished.output()).startsWith("libsecp256k1: ");
  }

  @Test
  void fallsBackWhereNothingCanBeWritten() throws Exception {
    Finished finished = run(ShownEngine.class, "-Djava.io.tmpdir=" + NOT_WRITABLE);

    assertThat(finished.exitCode()).isZero();
    assertThat(finished.output())
        .startsWith("bouncycastle: libsecp256k1 does not work here: java.nio.file.");
  }

  @Test
  void fallsBackToTheBindingsWordsWhenTheLibraryIsNotWhereItIsSaidToBe() throws Exception {
    Finished finished = run(ShownEngine.class, "-Dfr.acinq.secp256k1.lib.path=" + directory);

    assertThat(finished.exitCode()).isZero();
    assertThat(finished.output()).contains("bouncycastle: ", "not found at").contains(NAME);
  }

  @Test
  void worksWithoutTheBinding() throws Exception {
    String others =
        Stream.of(System.getProperty("java.class.path").split(":"))
            .filter(jar -> !jar.contains("secp256k1-kmp") && !jar.contains("kotlin"))
            .reduce((some, more) -> some + ":" + more)
            .orElseThrow();

    Finished finished = run(ShownEngine.class, List.of("-cp", others));

    assertThat(finished.exitCode()).isZero();
    assertThat(finished.output())
        .startsWith("bouncycastle: libsecp256k1 does not work here: java.lang.ClassNotFound");
  }

  /** Says which engine is the default. */
  static final class ShownEngine {
    public static void main(String[] arguments) {
      EngineSelection selection = Engines.select(EngineChoice.AUTO);
      System.out.println(selection.engine().name() + ": " + selection.reason());
    }
  }

  private record Finished(int exitCode, String output) {}

  private static Finished run(Class<?> main, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return run(main, arguments);
  }

  private static Finished run(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 23) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(arguments);
    command.add(main.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Finished(process.waitFor(), output);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> listed = Files.list(directory)) {
      return listed.toList();
    }
  }
}
