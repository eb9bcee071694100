package tutti.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** What is to be signed: messages, and files by their SHA-256. */
public final class ItemOptions {
  private static final int SIZE = 32;

  @Option(
      names = "--message",
      paramLabel = "HEX",
      description = "A message of 32 bytes; may be given several times.")
  private List<Bytes> messages = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A file, of which the SHA-256 is the message; may be given several times.")
  private List<Path> files = new ArrayList<>();

  /** The messages, then those of the files. */
  public List<Bytes> read() throws IOException {
    List<Bytes> all = new ArrayList<>();
    for (Bytes message : messages) {
      if (message.length() != SIZE) {
        throw Refusal.ofField(
            ErrorCode.MALFORMED,
            "message",
            "--message has %d bytes, 32 are expected".formatted(message.length()));
      }
      all.add(message);
    }
    for (Path file : files) {
      all.add(TaggedHash.sha256(Bytes.of(Files.readAllBytes(file))));
    }
    return List.copyOf(all);
  }
}
