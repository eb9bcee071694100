package tutti.chain.bitcoind;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;

/** With what a node of Bitcoin Core is asked. Never shown. */
@FunctionalInterface
public interface Credentials {
  /**
   * The header, as it is now.
   *
   * @throws ChainException {@code UNAVAILABLE} if there are none yet, {@code UNAUTHORIZED} if they
   *     are not for this user
   */
  String header();

  /** A user whom the node's configuration names. */
  static Credentials user(String name, String password) {
    String header = basic(name + ":" + password);
    return () -> header;
  }

  /** The file that the node writes anew each time it starts. */
  static Credentials cookie(Path file) {
    return () -> {
      try (InputStream in = Files.newInputStream(file)) {
        return basic(new String(in.readNBytes(1_000), StandardCharsets.UTF_8).strip());
      } catch (NoSuchFileException e) {
        throw new ChainException(Code.UNAVAILABLE, "no cookie file: it is not running, or not yet");
      } catch (IOException e) {
        throw new ChainException(Code.UNAUTHORIZED, "the cookie file cannot be read");
      }
    };
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
