package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.protocol.SessionId;
import tutti.runtime.audit.AuditCheck;

/** What real services show is what the document says, and nothing else. */
class MetricsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern KEY_OR_ID = Pattern.compile(".*[0-9a-f]{16}.*");

  private static MetricScenes scenes;
  private static List<SessionId> sessions;

  @BeforeAll
  static void start() throws Exception {
    scenes = new MetricScenes();
    sessions = scenes.run();
  }

  @AfterAll
  static void stop() {
    scenes.close();
  }

  /** A row of the document: name, type, labels, description. */
  record Row(String name, String type, List<String> labels, String description) {
    static Row of(String line) {
      List<String> cells =
          Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList();
      List<String> labels =
          Arrays.stream(cells.get(2).split(",", -1))
              .map(label -> label.replace("`", "").strip())
              .filter(label -> !label.isEmpty())
              .toList();
      return new Row(cells.get(0).replace("`", ""), cells.get(1), labels, cells.get(3));
    }
  }

  private static List<Row> documented() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `tutti_"))
        .map(Row::of)
        .toList();
  }

  @Test
  void showTheDocumentedListAndNothingElse() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    documented()
        .forEach(
            row ->
                rows.put(
                    row.name(),
                    "%s %s %s"
                        .formatted(row.type(), new TreeSet<>(row.labels()), row.description())));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shown()).containsExactlyEntriesOf(rows));
  }

  @Test
  void showNothingBesidesButWhatTheJvmIs() {
    assertThat(Scrape.of(scenes.scrape()).families().keySet())
        .allMatch(name -> name.matches("(tutti|jvm|process|system)_.*"));
  }

  @Test
  void haveFewSeriesAndNoLabelThatSomebodyOutsideChooses() {
    Scrape scrape = Scrape.of(scenes.scrape());

    assertThat(sessions).isNotEmpty();
    scrape
        .families()
        .forEach(
            (name, family) -> {
              assertThat(family.values()).as(name).noneMatch(KEY_OR_ID.asMatchPredicate());
              assertThat(family.help()).as(name).isNotBlank();
              assertThat(family.series()).as(name).isLessThan(500);
            });
  }

  @Test
  void countEachSessionOnce() {
    assertThat(line("tutti_sessions_opened_total{attempt=\"first\"}")).endsWith(" 2.0");
    assertThat(line("tutti_sessions_opened_total{attempt=\"retry\"}")).endsWith(" 1.0");
    assertThat(line("tutti_sessions_ended_total{code=\"OK\",phase=\"complete\"}")).endsWith(" 2.0");
    assertThat(line("tutti_signers_blamed_total{code=\"INVALID_PARTIAL_SIGNATURE\"}"))
        .endsWith(" 1.0");
    assertThat(line("tutti_coordinator_takeovers_total")).endsWith(" 1.0");
    assertThat(line("tutti_broadcasts_total{outcome=\"broadcast_confirmed\"}")).endsWith(" 1.0");
    assertThat(line("tutti_operations_total{code=\"NOT_FOUND\",operation=\"session.status\"}"))
        .isNotEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(line("tutti_sessions{phase=\"complete\"}")).endsWith(" 2.0"));
  }

  @Test
  void areBesideAnAuditLogThatHasWhatWasSigned() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Files.readString(scenes.audit()))
                    .contains("session.share-partial-signature", "session.retry")
                    .contains("\"result\":\"INVALID_SIGNATURE\"")
                    .doesNotContain("crypto.check-envelope", "session.status"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(AuditCheck.of(List.of(scenes.audit())).broken()).isNull());
  }

  private static String line(String series) {
    return scenes.scrape().lines().filter(line -> line.startsWith(series)).findFirst().orElse("");
  }

  private static Map<String, String> shown() {
    return Scrape.of(scenes.scrape()).families().entrySet().stream()
        .filter(family -> family.getKey().startsWith("tutti_"))
        .filter(family -> !family.getKey().endsWith("_seconds_max"))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                family ->
                    "%s %s %s"
                        .formatted(
                            family.getValue().type(),
                            family.getValue().labels(),
                            family.getValue().help()),
                (one, other) -> one,
                TreeMap::new));
  }
}
