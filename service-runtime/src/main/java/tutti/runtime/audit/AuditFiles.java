package tutti.runtime.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/**
 * A file that grows, and those that it was before: when it is large enough it gets the number of
 * its last record as the end of its name, and the next one goes on with the chain.
 */
final class AuditFiles implements AuditStore {
  /** No file is ever removed. */
  static final int ALL = 0;

  private static final Logger LOG = LoggerFactory.getLogger(AuditFiles.class);

  /** Larger than any record. */
  private static final int TAIL = 1 << 16;

  private static final Set<StandardOpenOption> OPENED =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  /** Its group may read it: that is how collectors of logs are let in. */
  private static final FileAttribute<?> NOT_FOR_EVERYONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  private final Path file;
  private final long maxBytes;
  private final int kept;
  private FileChannel channel;
  private long size;
  private AuditRecord.Head head;
  private int torn;

  private AuditFiles(Path file, long maxBytes, int kept) throws IOException {
    this.file = file;
    this.maxBytes = maxBytes;
    this.kept = kept;
    channel = opened(file);
    try {
      head = found();
    } catch (IOException | RuntimeException unusable) {
      channel.close();
      throw unusable;
    }
  }

  /** Goes on where the last process ended. Refused if that is no audit log, or another's. */
  static AuditFiles open(Path file, long maxBytes, int kept) {
    try {
      return new AuditFiles(file, maxBytes, kept);
    } catch (IOException e) {
      throw unusable(file, String.valueOf(e));
    }
  }

  @Override
  public AuditRecord.Head head() {
    return head;
  }

  @Override
  public int torn() {
    return torn;
  }

  @Override
  public void append(byte[] lines, AuditRecord.Head last) throws IOException {
    if (size > 0 && size + lines.length > maxBytes) {
      rotate();
    }
    try {
      ByteBuffer left = ByteBuffer.wrap(lines);
      while (left.hasRemaining()) {
        channel.write(left, size + left.position());
      }
      channel.force(false);
    } catch (IOException full) {
      channel.truncate(size); // no half a line in the middle, once there is room again
      throw full;
    }
    size += lines.length;
    head = last;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** May be tried again: a file that has its new name already, from us or others, is not there. */
  private void rotate() throws IOException {
    if (Files.exists(file)) {
      Files.move(
          file, file.resolveSibling("%s.%012d".formatted(file.getFileName(), head.number())));
    }
    FileChannel next = opened(file);
    channel.close();
    channel = next;
    size = 0;
    removeOldest();
  }

  /** One that cannot be removed must not keep the log from going on: it is tried again. */
  private void removeOldest() {
    if (kept == ALL) {
      return;
    }
    try {
      List<Path> old = rotated();
      for (Path one : old.subList(0, Math.max(0, old.size() - kept))) {
        Files.delete(one);
        LOG.info("removed {}, the oldest of more than audit-log-files", one);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("the oldest file of the audit log cannot be removed: {}", e.toString());
    }
  }

  private static FileChannel opened(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, OPENED, NOT_FOR_EVERYONE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException sameProcess) {
      channel.close();
      throw unusable(file, "another log of this process is written there");
    }
    channel.close();
    throw unusable(file, "another process writes there");
  }

  private AuditRecord.Head found() throws IOException {
    size = channel.size();
    byte[] tail = tail(channel);
    int end = lastBreak(tail, tail.length);
    torn = tail.length - end;
    AuditRecord.Head found = end == 0 ? ofRotated() : last(file, tail, end);
    if (torn > 0 && (tail[end] != '{' || (end == 0 && size > torn))) {
      throw unusable(file, "its last line is no record of an audit log");
    }
    size -= torn;
    channel.truncate(size); // not before it is known to be a log: nothing else is ever cut
    return found;
  }

  /** A process may have ended just after it gave the file another name. */
  private AuditRecord.Head ofRotated() throws IOException {
    List<Path> all = rotated();
    if (all.isEmpty()) {
      return AuditRecord.Head.NONE;
    }
    Path newest = all.get(all.size() - 1);
    try (FileChannel old = FileChannel.open(newest, StandardOpenOption.READ)) {
      byte[] tail = tail(old);
      return last(newest, tail, lastBreak(tail, tail.length));
    }
  }

  /** What the file was before, the oldest first. */
  private List<Path> rotated() throws IOException {
    String start = file.getFileName() + ".";
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(one -> isRotated(one.getFileName().toString(), start))
          .sorted(Comparator.comparing(one -> one.getFileName().toString()))
          .toList();
    }
  }

  private static boolean isRotated(String name, String start) {
    return name.startsWith(start) && name.substring(start.length()).matches("\\d{12}");
  }

  private static byte[] tail(FileChannel channel) throws IOException {
    long from = Math.max(0, channel.size() - TAIL);
    ByteBuffer read = ByteBuffer.allocate((int) (channel.size() - from));
    while (read.hasRemaining()) {
      if (channel.read(read, from + read.position()) < 0) {
        throw new IOException("shorter than it was");
      }
    }
    return read.array();
  }

  /** Just after the last line break before this place; 0 if there is none. */
  private static int lastBreak(byte[] bytes, int before) {
    int at = before;
    while (at > 0 && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private static AuditRecord.Head last(Path file, byte[] tail, int end) {
    int start = lastBreak(tail, Math.max(0, end - 1));
    try {
      AuditRecord record =
          Wire.read(Arrays.copyOfRange(tail, start, Math.max(start, end - 1)), AuditRecord.class);
      if (record.isWhole()) {
        return record.head();
      }
    } catch (Refusal noRecord) {
      throw unusable(file, "its last line is no record of an audit log");
    }
    throw unusable(file, "its last record was changed");
  }

  private static Refusal unusable(Path file, String why) {
    return Refusal.ofField(
        ErrorCode.MALFORMED, "audit-log", "%s cannot be used: %s".formatted(file, why));
  }
}
