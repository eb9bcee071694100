package tutti.runtime.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.runtime.audit.AuditRecord.Entry;
import tutti.runtime.audit.AuditRecord.Head;
import tutti.runtime.bus.Served;

class AuditFilesTest {
  private static final long LARGE = 1 << 20;

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("audit.jsonl");
  }

  private static Entry entry(long time, String operation) {
    return Entry.of(time, new Served("tutti." + operation, null, null, null, 0));
  }

  private void write(int records, long maxBytes) throws IOException {
    try (AuditFiles files = AuditFiles.open(file(), maxBytes, AuditFiles.ALL)) {
      append(files, records);
    }
  }

  private static void append(AuditFiles files, int records) throws IOException {
    for (int i = 0; i < records; i++) {
      Entry entry = entry(1_000 + i, "session.abort");
      AuditRecord record = AuditRecord.after(files.head(), entry);
      files.append((new String(Wire.write(record), UTF_8) + "\n").getBytes(UTF_8), record.head());
    }
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.toList());
    }
  }

  @Test
  void goOnWithTheChainAfterARestart() throws IOException {
    write(3, LARGE);
    write(2, LARGE);

    var verdict = AuditCheck.of(List.of(file()));
    assertThat(verdict.broken()).isNull();
    assertThat(verdict.records()).isEqualTo(5);
    assertThat(verdict.torn()).isFalse();
  }

  @Test
  void rotateWithoutBreakingTheChain() throws IOException {
    write(20, 1_000);
    write(20, 1_000);

    List<Path> files = all();
    assertThat(files).hasSizeGreaterThan(3);
    Collections.shuffle(files, new java.util.Random(3));
    var verdict = AuditCheck.of(files);
    assertThat(verdict.broken()).isNull();
    assertThat(verdict.first()).isEqualTo(1);
    assertThat(verdict.records()).isEqualTo(40);
  }

  @Test
  void goOnWhereTheProcessEndedWhileItRotated() throws IOException {
    write(3, LARGE);
    Files.move(file(), directory.resolve("audit.jsonl.000000000003"));
    write(1, LARGE);

    assertThat(AuditCheck.of(all()).records()).isEqualTo(4);
  }

  @Test
  void missAFileInTheMiddle() throws IOException {
    write(20, 1_000);
    List<Path> files = all();
    Collections.sort(files);
    files.remove(2); // the first is the one that is written

    assertThat(AuditCheck.of(files).broken()).contains("follows record");
  }

  @Test
  void cutOffATornLineAndSayHowMuch() throws IOException {
    write(2, LARGE);
    Files.writeString(file(), "{\"number\":3,\"ti", StandardOpenOption.APPEND);

    var before = AuditCheck.of(List.of(file()));
    assertThat(before.torn()).isTrue();
    assertThat(before.broken()).isNull();
    try (AuditFiles files = AuditFiles.open(file(), LARGE, AuditFiles.ALL)) {
      assertThat(files.torn()).isEqualTo(15);
      assertThat(files.head().number()).isEqualTo(2);
    }
    assertThat(AuditCheck.of(List.of(file())).torn()).isFalse();
  }

  @Test
  void nameTheFirstRecordThatWasChanged() throws IOException {
    write(5, LARGE);
    String text = Files.readString(file());
    Files.writeString(file(), text.replace("\"time\":1002", "\"time\":1003"));

    var verdict = AuditCheck.of(List.of(file()));
    assertThat(verdict.broken()).contains("line 3", "record 3 was changed");
    assertThat(verdict.records()).isEqualTo(2);
  }

  @Test
  void nameTheFirstRecordAfterOneThatIsMissing() throws IOException {
    write(5, LARGE);
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    lines.remove(2);
    Files.write(file(), lines);

    assertThat(AuditCheck.of(List.of(file())).broken()).contains("record 4 follows record 2");
  }

  @Test
  void nameARecordThatWasMadeAnewWithTheRightHash() throws IOException {
    write(3, LARGE);
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    Head first = Wire.read(lines.get(0).getBytes(UTF_8), AuditRecord.class).head();
    Entry other = entry(9, "session.close");
    lines.set(1, new String(Wire.write(AuditRecord.after(first, other)), UTF_8));
    Files.write(file(), lines);

    assertThat(AuditCheck.of(List.of(file())).broken()).contains("record 3 follows another one");
  }

  @Test
  void knowWhatIsNoAuditLog() throws IOException {
    Files.writeString(file(), "not a record\n");

    assertThat(AuditCheck.of(List.of(file())).broken()).contains("line 1", "no record");
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> AuditFiles.open(file(), LARGE, AuditFiles.ALL))
        .withMessageContaining("no record of an audit log");
  }

  @Test
  void areWrittenByOneProcessAtATime() throws IOException {
    try (AuditFiles files = AuditFiles.open(file(), LARGE, AuditFiles.ALL)) {
      assertThat(files.head()).isEqualTo(Head.NONE);
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(() -> AuditFiles.open(file(), LARGE, AuditFiles.ALL))
          .withMessageContaining("another log");
    }
  }

  @Test
  void areRefusedWhereTheyCannotBe() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> AuditFiles.open(directory.resolve("missing").resolve("a"), LARGE, 1))
        .withMessageContaining("cannot be used");
  }

  @Test
  void areLeftAsTheyAreWhereTheyAreSomethingElse() throws IOException {
    Files.writeString(file(), "not a record, and not the end of a line");

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> AuditFiles.open(file(), LARGE, AuditFiles.ALL))
        .withMessageContaining("no record of an audit log");
    assertThat(file()).hasContent("not a record, and not the end of a line");
  }

  @Test
  void goOnOnceTheyCanGetAnotherName() throws IOException {
    Path inTheWay = directory.resolve("audit.jsonl.000000000003");
    try (AuditFiles files = AuditFiles.open(file(), 700, AuditFiles.ALL)) {
      append(files, 3);
      Files.createDirectory(inTheWay);
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> append(files, 1));
      Files.delete(inTheWay);
      append(files, 1);
    }

    assertThat(inTheWay).isRegularFile();
    assertThat(AuditCheck.of(all()).records()).isEqualTo(4);
  }

  @Test
  void goWhenThereAreMoreThanAreKept() throws IOException {
    Path other = Files.writeString(directory.resolve("audit.jsonl.old"), "somebody else's");
    try (AuditFiles files = AuditFiles.open(file(), 1_000, 2)) {
      append(files, 40);
    }

    List<Path> left = all();
    assertThat(left).hasSize(1 + 2 + 1).contains(other, file());
    left.remove(other);
    var verdict = AuditCheck.of(left);
    assertThat(verdict.broken()).isNull();
    assertThat(verdict.first()).isGreaterThan(1);
    assertThat(verdict.first() + verdict.records()).isEqualTo(41);
  }

  @Test
  void goOnWhereTheOldestCannotBeRemoved() throws IOException {
    Path oldest = directory.resolve("audit.jsonl.000000000000");
    try (AuditFiles files = AuditFiles.open(file(), 1_000, 1)) {
      Files.createDirectories(oldest.resolve("not empty"));
      append(files, 20);

      assertThat(files.head().number()).isEqualTo(20);
    }
    assertThat(oldest).isDirectory();
  }

  @Test
  void areNotForEveryoneOnTheMachine() throws IOException {
    write(1, LARGE);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .doesNotContain("x")
        .endsWith("---");
  }

  @Test
  void haveNoRecordThatIsLongerThanAny() throws IOException {
    write(2, LARGE);
    Files.writeString(file(), "x".repeat(100_000), StandardOpenOption.APPEND);

    var verdict = AuditCheck.of(List.of(file()));
    assertThat(verdict.broken()).contains("line 3", "no record");
    assertThat(verdict.records()).isEqualTo(2);
  }
}
