package tutti.cli.psbt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.musig2.TaggedHash;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.psbt.Psbt;

/**
 * Where processes that hold nonces are reached: sockets in a folder that only this user may open.
 */
final class NonceSockets {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final int NAME_SIZE = 16;

  @Option(
      names = "--nonce-folder",
      paramLabel = "DIR",
      description =
          "Where processes that hold nonces are reached; nobody else may open it"
              + " ($XDG_RUNTIME_DIR/tutti, or ~/.tutti).")
  private @Nullable Path given;

  /** The folder, made if there is none. */
  Path folder(Map<String, String> environment) throws IOException {
    Path folder = given == null ? standard(environment) : given;
    if (!Files.exists(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
    }
    Set<PosixFilePermission> granted =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    if (!granted.equals(OWNER)) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "nonce-folder", "others may open %s: chmod 700".formatted(folder));
    }
    return folder;
  }

  private static Path standard(Map<String, String> environment) {
    String runtime = environment.get("XDG_RUNTIME_DIR");
    return runtime == null || runtime.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".tutti")
        : Path.of(runtime, "tutti");
  }

  /** Where whoever holds some nonces is reached. */
  static Path of(Path folder, Set<PublicNonce> nonces) {
    PublicNonce first = nonces.stream().min((a, b) -> a.bytes().compareTo(b.bytes())).orElseThrow();
    return of(folder, first);
  }

  private static Path of(Path folder, PublicNonce nonce) {
    Bytes name = TaggedHash.of("tutti/held-nonce", nonce.bytes()).slice(0, NAME_SIZE);
    return folder.resolve(name.hex() + ".sock");
  }

  /** Those who hold any of the nonces. */
  static List<Path> holding(Path folder, Set<PublicNonce> nonces) {
    return nonces.stream().map(nonce -> of(folder, nonce)).filter(Files::exists).toList();
  }

  /**
   * Has a holder sign.
   *
   * @throws Refusal what the holder refuses, or {@code NONCE_LOST} if it is not there any more
   */
  static Psbt sign(Path holder, Psbt psbt) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(holder))) {
      JsonLines lines =
          new JsonLines(Channels.newInputStream(channel), Channels.newOutputStream(channel));
      lines.write(JsonLines.psbt(psbt));
      return answered(lines.read());
    } catch (ConnectException e) {
      Files.deleteIfExists(holder);
      throw Refusal.of(ErrorCode.NONCE_LOST, "the process that held the nonces has ended");
    }
  }

  /** The PSBT of an answer, or the refusal that it is. */
  static Psbt answered(@Nullable ObjectNode answer) {
    if (answer == null) {
      throw Refusal.of(ErrorCode.NONCE_LOST, "the process that holds the nonces does not answer");
    }
    JsonNode error = answer.get("error");
    if (error instanceof ObjectNode failed) {
      Failure failure = Wire.readLenient(failed, Failure.class);
      throw failure.field() == null
          ? Refusal.of(failure.code(), failure.message())
          : Refusal.ofField(failure.code(), failure.field(), failure.message());
    }
    return Psbt.decodeBase64(JsonLines.text(answer, "psbt"));
  }
}
