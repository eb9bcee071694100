package tutti.musig2.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The file of the native library while it is loaded.
 *
 * <p>The binding would unpack it into the directory for temporary files and delete it when the JVM
 * ends in order; every process that is killed leaves two megabytes behind. Here the file is in a
 * directory that only this user can look into, and is deleted as soon as it is loaded.
 */
final class NativeLibraryFile {
  /** Where the library is, if it was unpacked before; the binding looks at this. */
  private static final String DIRECTORY = "fr.acinq.secp256k1.lib.path";

  /** Where it may be unpacked, if not among the other temporary files. */
  private static final String TEMPORARY = "fr.acinq.secp256k1.tmpdir";

  private static final String NAME = System.mapLibraryName("secp256k1-jni");

  private NativeLibraryFile() {}

  /** Runs what loads the library, with the library in a place where it is found. */
  static synchronized <T> T during(Supplier<T> loading) {
    if (System.getProperty(DIRECTORY) != null) {
      return loading.get();
    }
    try (InputStream packed = packed()) {
      return packed == null ? loading.get() : unpacked(packed, loading);
    } catch (IOException e) {
      throw new UncheckedIOException(e.toString(), e);
    }
  }

  private static <T> T unpacked(InputStream packed, Supplier<T> loading) throws IOException {
    String temporary = System.getProperty("java.io.tmpdir", "/tmp");
    Path directory =
        Files.createTempDirectory(Path.of(System.getProperty(TEMPORARY, temporary)), "tutti-");
    Path file = directory.resolve(NAME);
    try {
      Files.copy(packed, file);
      System.setProperty(DIRECTORY, directory.toString());
      return loading.get();
    } finally {
      System.clearProperty(DIRECTORY);
      Files.deleteIfExists(file); // what is mapped stays there for the process
      Files.delete(directory);
    }
  }

  /** The library in its jar; null where a loaded file cannot be deleted, or there is none. */
  private static @Nullable InputStream packed() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").replace("amd64", "x86_64");
    return system.equals("linux")
        ? NativeLibraryFile.class.getResourceAsStream(
            "/fr/acinq/secp256k1/jni/native/linux-%s/%s".formatted(processor, NAME))
        : null;
  }
}
