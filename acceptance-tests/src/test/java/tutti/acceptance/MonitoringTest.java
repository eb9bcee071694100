package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.protocol.json.Wire;
import tutti.runtime.management.ManagementServer;
import tutti.runtime.metrics.Metrics;

/** The alert rules and the dashboard ask for what real services show. */
class MonitoringTest {
  private static final Path FILES = Path.of("..", "deploy", "monitoring").toAbsolutePath();
  private static final Path MANUAL = Path.of("..", "docs", "operations.md");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern NAME = Pattern.compile("\\b(?:tutti|jvm|process|system)_[a-z_]+");

  private static MetricScenes scenes;

  @BeforeAll
  static void start() throws Exception {
    scenes = new MetricScenes();
    scenes.run();
  }

  @AfterAll
  static void stop() {
    scenes.close();
  }

  @Test
  void askForNothingThatIsNotThere() throws IOException {
    Set<String> asked = new TreeSet<>();
    List<String> expressions = new ArrayList<>(rules());
    expressions.addAll(queries());
    for (String expression : expressions) {
      for (Matcher name = NAME.matcher(expression); name.find(); ) {
        asked.add(name.group());
      }
    }
    assertThat(asked).hasSizeGreaterThan(25);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(asked).allMatch(Scrape.of(scenes.scrape())::has));
  }

  @Test
  void drawEachPanelOnceAndWhereNoOtherIs() throws IOException {
    Set<String> ids = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      assertThat(ids.add(panel.path("id").asText())).as(panel.path("title").asText()).isTrue();
      assertThat(places.add(panel.path("gridPos").toString())).isTrue();
    }
    assertThat(ids).hasSizeGreaterThan(20);
  }

  @Test
  void areExplainedAlertByAlert() throws IOException {
    List<String> explained =
        Files.readAllLines(MANUAL).stream()
            .filter(line -> line.startsWith("| `Tutti"))
            .map(line -> line.split("`", 3)[1])
            .toList();

    assertThat(explained).hasSizeGreaterThan(10).containsExactlyElementsOf(alerts());
  }

  @Test
  void areTestedWhenTheyFireAndWhenTheyDoNot() throws IOException {
    String tests = Files.readString(FILES.resolve("rules.test.yml"));

    for (String alert : alerts()) {
      String named = "alertname: " + alert;
      assertThat(tests).contains(named + ", exp_alerts: []}");
      assertThat(tests).contains(named + "\n        exp_alerts:\n          - exp_labels: {");
    }
  }

  private static List<String> alerts() throws IOException {
    return Files.readAllLines(FILES.resolve("rules.yml")).stream()
        .filter(line -> line.strip().startsWith("- alert: "))
        .map(line -> line.strip().substring("- alert: ".length()))
        .toList();
  }

  @Test
  void fireWhenTheyShouldAndNotOtherwise() throws Exception {
    String promtool = program("promtool");

    assertThat(run(promtool, "check", "rules", "rules.yml")).isZero();
    assertThat(run(promtool, "test", "rules", "rules.test.yml")).isZero();
  }

  @Test
  void areUnderstoodByAPrometheusThatReadsRealServices(@TempDir Path directory) throws Exception {
    String prometheus = program("prometheus");
    ManagementServer shown = LocalCluster.await(ManagementServer.start("127.0.0.1", 0));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    shown.route(
        "/metrics",
        request ->
            request
                .response()
                .putHeader("Content-Type", Metrics.CONTENT_TYPE)
                .end(scenes.scrape()));
    Files.writeString(directory.resolve("prometheus.yml"), configuration(shown.port()));
    Process process =
        new ProcessBuilder(
                prometheus,
                "--config.file=" + directory.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      await().atMost(PATIENCE).ignoreExceptions().until(() -> !results(port, "up == 1").isEmpty());
      for (String rule : rules()) {
        assertThat(results(port, rule).isArray()).as(rule).isTrue();
      }
      for (String query : queries()) {
        await().atMost(PATIENCE).untilAsserted(() -> showsSomething(port, query));
      }
      assertThat(results(port, "sum(tutti_sessions_ended_total)").toString()).contains("\"3\"");
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      LocalCluster.await(shown.close());
    }
  }

  /** As Grafana asks it, with nothing chosen. */
  private static void showsSomething(int port, String query) throws Exception {
    String plain =
        query.replace("$__rate_interval", "5m").replace("$namespace", ".*").replace("$job", ".*");
    assertThat(results(port, plain)).as(plain).isNotEmpty();
  }

  private static String configuration(int target) {
    return """
    global: {scrape_interval: 1s, evaluation_interval: 1s}
    rule_files: ["%s"]
    scrape_configs:
      - job_name: tutti
        static_configs: [{targets: ["127.0.0.1:%d"]}]
    """
        .formatted(FILES.resolve("rules.yml"), target);
  }

  /** What a query gives; a refused one is a failure. */
  private static JsonNode results(int port, String query) throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:%d/api/v1/query?query=%s".formatted(port, encoded)))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(query + answer.body()).isEqualTo(200);
    return Wire.mapper().readTree(answer.body()).path("data").path("result");
  }

  private static List<String> rules() throws IOException {
    return Files.readAllLines(FILES.resolve("rules.yml")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("expr: "))
        .map(line -> line.substring("expr: ".length()))
        .toList();
  }

  private static List<String> queries() throws IOException {
    List<String> all = new ArrayList<>();
    for (JsonNode panel : dashboard().path("panels")) {
      panel.path("targets").forEach(target -> all.add(target.path("expr").asText()));
    }
    assertThat(all).hasSizeGreaterThan(30).doesNotContain("");
    return all;
  }

  private static JsonNode dashboard() throws IOException {
    return Wire.mapper().readTree(FILES.resolve("dashboard.json").toFile());
  }

  /** In the directory PROMETHEUS_BIN or the path; without it, the test is skipped and says so. */
  private static String program(String name) {
    String own = System.getenv().getOrDefault("PROMETHEUS_BIN", "");
    String path = own + File.pathSeparator + System.getenv("PATH");
    Optional<File> found =
        Stream.of(path.split(File.pathSeparator, -1))
            .filter(directory -> !directory.isEmpty())
            .map(directory -> new File(directory, name))
            .filter(File::canExecute)
            .findFirst();
    assumeThat(found).as("%s is not installed (Debian: prometheus)", name).isPresent();
    return found.orElseThrow().getPath();
  }

  private static int run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(FILES.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
    return process.exitValue();
  }
}
