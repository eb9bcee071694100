package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.protocol.ErrorCode;
import tutti.protocol.json.Wire;
import tutti.runtime.audit.AuditLog;
import tutti.runtime.bus.Ordered;
import tutti.runtime.bus.Served;

/** What can be done with an audit log, by whoever has its files and nothing else. */
class AuditCommandsTest {
  private static final String ALICE = "02" + "aa".repeat(32);
  private static final String BOB = "03" + "bb".repeat(32);
  private static final String FIRST = "11".repeat(32);
  private static final String SECOND = "22".repeat(32);

  @TempDir private Path directory;
  private String file = "";

  /** Two sessions, and an order of an operator. */
  @BeforeEach
  void write() throws IOException {
    Path path = directory.resolve("audit.jsonl");
    file = path.toString();
    try (AuditLog log = AuditLog.open(path, 1_000_000, 0, new SimpleMeterRegistry())) {
      log.served(said(ALICE, FIRST, null));
      log.served(said(BOB, FIRST, ErrorCode.WRONG_PHASE));
      log.served(said(ALICE, SECOND, null));
      log.ordered(new Ordered("gateway.ban", "0123456789abcdef", "key:" + BOB, null));
    }
  }

  private static Served said(String signer, String session, ErrorCode refused) {
    JsonObject envelope =
        new JsonObject()
            .put("signer", signer)
            .put("body", new JsonObject().put("sessionId", session))
            .put("signature", "00".repeat(64));
    return new Served("tutti.session.abort", envelope, null, refused, 5);
  }

  private void change(String what, String into) throws IOException {
    String text = Files.readString(Path.of(file));
    assertThat(text).contains(what);
    Files.writeString(Path.of(file), text.replace(what, into));
  }

  @Test
  void verifySaysHowManyAreInOrder() {
    Run run = Run.of("audit", "verify", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("6 records in order, 1 to 6").contains("hash of the last: ");
  }

  @Test
  void verifyNamesTheFirstRecordThatWasChanged() throws IOException {
    change("WRONG_PHASE", "OK");
    Run run = Run.of("audit", "verify", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("2 records in order");
    assertThat(run.err()).contains("line 3: record 3 was changed");
  }

  @Test
  void exportPrintsAllRecordsAsTheyAre() throws IOException {
    Run run = Run.of("audit", "export", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(Files.readString(Path.of(file)));
  }

  @Test
  void exportPrintsWhatFulfilsAllConditions() {
    assertThat(lines("--session", FIRST)).hasSize(2);
    assertThat(lines("--session", FIRST, "--signer", BOB))
        .singleElement()
        .asString()
        .contains("WRONG_PHASE");
    assertThat(lines("--operator", "0123456789abcdef"))
        .singleElement()
        .asString()
        .contains("gateway.ban", BOB);
    assertThat(lines("--request", FIRST)).isEmpty();
    assertThat(lines("--until", "2026-01-01T00:00:00Z")).isEmpty();
    assertThat(lines("--since", "2026-01-01T00:00:00Z")).hasSize(6);
  }

  @Test
  void exportFailsWhereTheLogIsNotInOrderAndPrintsNothingThatFollows() throws IOException {
    change(SECOND, FIRST);
    Run run = Run.of("audit", "export", file, "--session", FIRST);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.err()).contains("record 4 was changed");
  }

  @Test
  void exportsOneObjectForPrograms() throws IOException {
    Run run = Run.of("audit", "export", file, "--session", FIRST, "--json");

    JsonNode json = Wire.mapper().readTree(run.out());
    assertThat(json.path("records")).hasSize(2);
    assertThat(json.at("/verdict/records").asInt()).isEqualTo(6);
  }

  @Test
  void exportTakesNoTimeThatIsNone() {
    assertThat(Run.of("audit", "export", file, "--since", "yesterday").exitCode()).isEqualTo(2);
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    Run run = Run.of("audit", "verify", directory.resolve("missing").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("missing");
  }

  private List<String> lines(String... conditions) {
    String[] words = new String[conditions.length + 3];
    words[0] = "audit";
    words[1] = "export";
    words[2] = file;
    System.arraycopy(conditions, 0, words, 3, conditions.length);
    Run run = Run.of(words);
    assertThat(run.exitCode()).isZero();
    return run.out().lines().toList();
  }
}
