package tutti.runtime.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** Follows the chain of an audit log through its files, from the first record to the last. */
public final class AuditCheck {
  /** Longer than any record. */
  private static final int LONGEST = 1 << 16;

  private long first;
  private AuditRecord.@Nullable Head head;
  private @Nullable String broken;
  private boolean torn;

  private final Consumer<AuditRecord> reader;

  private AuditCheck(Consumer<AuditRecord> reader) {
    this.reader = reader;
  }

  /**
   * What a log comes to.
   *
   * @param first number of the first record; more than 1 if earlier files are not here
   * @param records how many are in order
   * @param last number and hash of the last one that is in order
   * @param broken where, and how, the first one is not; absent if all are
   * @param torn whether a last line was not finished, as when a process is killed
   */
  public record Verdict(
      long first, long records, AuditRecord.Head last, @Nullable String broken, boolean torn) {}

  /** Reads the files in the order of their first records. */
  public static Verdict of(List<Path> files) throws IOException {
    return of(files, record -> {});
  }

  /** Shows each record besides, as long as they are in order. */
  public static Verdict of(List<Path> files, Consumer<AuditRecord> reader) throws IOException {
    AuditCheck check = new AuditCheck(reader);
    List<Path> ordered = new ArrayList<>(files);
    ordered.sort(Comparator.comparingLong(AuditCheck::begins));
    for (int i = 0; i < ordered.size() && check.broken == null; i++) {
      check.read(ordered.get(i), i == ordered.size() - 1);
    }
    AuditRecord.Head last = check.head == null ? AuditRecord.Head.NONE : check.head;
    long records = check.first == 0 ? 0 : last.number() - check.first + 1;
    return new Verdict(check.first, records, last, check.broken, check.torn);
  }

  /** Line by line: a file may be larger than the memory. */
  private void read(Path file, boolean isLast) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), LONGEST)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int lines = 0;
      for (int next = bytes.read(); next >= 0 && broken == null; next = bytes.read()) {
        if (next == '\n') {
          lines++;
          take(file, lines, line.toByteArray());
          line.reset();
        } else if (line.size() < LONGEST) {
          line.write(next);
        } else {
          broken = at(file, lines + 1, "no record of an audit log");
        }
      }
      if (broken == null && line.size() > 0) {
        torn = isLast;
        broken = isLast ? null : at(file, lines + 1, "not finished, and others follow");
      }
    }
  }

  private void take(Path file, int line, byte[] text) {
    AuditRecord record;
    try {
      record = Wire.read(text, AuditRecord.class);
    } catch (Refusal noRecord) {
      broken = at(file, line, "no record of an audit log");
      return;
    }
    if (!record.isWhole()) {
      broken = at(file, line, "record %d was changed".formatted(record.number()));
    } else if (head == null) {
      begin(file, line, record);
    } else if (record.number() != head.number() + 1) {
      broken =
          at(file, line, "record %d follows record %d".formatted(record.number(), head.number()));
    } else if (!record.previous().equals(head.hash())) {
      broken = at(file, line, "record %d follows another one".formatted(record.number()));
    } else {
      accept(record);
    }
  }

  private void accept(AuditRecord record) {
    head = record.head();
    reader.accept(record);
  }

  private void begin(Path file, int line, AuditRecord record) {
    boolean atFirst = record.number() == 1;
    if (atFirst != record.previous().equals(AuditRecord.NOTHING_BEFORE)) {
      broken = at(file, line, "record %d is no beginning".formatted(record.number()));
      return;
    }
    first = record.number();
    accept(record);
  }

  private static String at(Path file, int line, String what) {
    return "%s, line %d: %s".formatted(file, line, what);
  }

  /** What cannot be read is looked at first, and found there. */
  private static long begins(Path file) {
    try (var lines = Files.lines(file, UTF_8)) {
      return lines
          .findFirst()
          .map(line -> Wire.read(line.getBytes(UTF_8), AuditRecord.class).number())
          .orElse(Long.MAX_VALUE);
    } catch (IOException | Refusal | java.io.UncheckedIOException unreadable) {
      return 0;
    }
  }
}
