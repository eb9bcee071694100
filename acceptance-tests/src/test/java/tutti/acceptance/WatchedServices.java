package tutti.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tutti.cli.Main;
import tutti.cli.serve.PrivateCluster;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** Services as processes of their own, which log, count, audit and trace all they can. */
final class WatchedServices implements AutoCloseable {
  private static final List<String> SERVICES = List.of("session", "crypto", "request", "gateway");

  /** Everything, from all libraries. */
  private static final String LOGBACK =
      """
      <configuration>
        <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
          <target>System.err</target>
          <encoder><pattern>%msg %kvp%n%ex</pattern></encoder>
        </appender>
        <logger name="tutti" level="TRACE"/>
        <root level="DEBUG"><appender-ref ref="all"/></root>
      </configuration>
      """;

  private final Map<String, String> flags = PrivateCluster.flags(Map.of());
  private final Map<String, OwnProcess> processes = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();
  private final List<OwnProcess> ended = new ArrayList<>();
  private final SpanCollector collector = new SpanCollector();
  private final Path directory;
  private final int http = PrivateCluster.freePort();

  WatchedServices(Path directory) throws IOException {
    this.directory = directory;
    Files.writeString(directory.resolve("logback.xml"), LOGBACK);
    for (String service : SERVICES) {
      start(service);
    }
    processes.forEach((service, process) -> process.awaitLine("tutti " + service + " ready"));
  }

  /** A member of their cluster in this process. */
  TuttiNode join() {
    return LocalCluster.await(
        TuttiNode.start(Settings.load(flags, Map.of(), Map.of("role", "lite"))));
  }

  String origin() {
    return "http://127.0.0.1:" + http;
  }

  String operatorKey() throws IOException {
    return Files.readString(directory.resolve("operator.key")).strip();
  }

  /** Without a chance to write anything more. */
  void kill(String service) {
    OwnProcess process = processes.get(service);
    process.kill();
    ended.add(process);
  }

  void restart(String service) {
    start(service);
    processes.get(service).awaitLine("tutti " + service + " ready");
  }

  private void start(String service) {
    int port = PrivateCluster.freePort();
    Map<String, String> own = new HashMap<>(flags);
    own.put("management-port", String.valueOf(port));
    own.put("audit-log", directory.resolve(service + ".jsonl").toString());
    own.put("log-format", "json");
    own.put("otlp-endpoint", collector.endpoint());
    if (service.equals("gateway")) {
      own.put("http-port", String.valueOf(http));
      own.put("gateway-operator-key-file", directory.resolve("operator.key").toString());
    }
    List<String> arguments = new ArrayList<>(List.of("serve", service));
    own.forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
    String logging = "-Dlogback.configurationFile=" + directory.resolve("logback.xml");
    String name = "watched-%s-%d".formatted(service, ended.size());
    ports.put(service, port);
    processes.put(
        service,
        OwnProcess.start(name, Main.class, arguments, Map.of("JDK_JAVA_OPTIONS", logging)));
  }

  /** What all of them have written to stdout and stderr. */
  String logs() {
    StringBuilder all = new StringBuilder();
    Stream.concat(ended.stream(), processes.values().stream())
        .forEach(process -> all.append(process.said()));
    return all.toString();
  }

  String metrics() throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (String service : SERVICES) {
      URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(ports.get(service)));
      all.append(
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
              .body());
    }
    return all.toString();
  }

  List<Path> auditLogs() {
    return SERVICES.stream()
        .map(service -> directory.resolve(service + ".jsonl"))
        .filter(Files::exists)
        .toList();
  }

  String audits() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path log : auditLogs()) {
      all.append(new String(Files.readAllBytes(log), UTF_8));
    }
    return all.toString();
  }

  SpanCollector collector() {
    return collector;
  }

  @Override
  public void close() {
    processes.values().forEach(OwnProcess::kill);
    collector.close();
  }
}
