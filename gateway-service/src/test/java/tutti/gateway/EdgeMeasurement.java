package tutti.gateway;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.runtime.config.EdgeSettings;

/**
 * What connections and frames cost a gateway; not part of the tests: {@code -Dtest=EdgeMeasurement}
 * runs it and prints. The clients have a process of their own.
 */
class EdgeMeasurement {
  private static final int CONNECTIONS = 10_000;
  private static final int SECONDS = 10;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway =
        RunningGateway.start(
            settings ->
                settings
                    .with(EdgeSettings.HTTP_CONNECTIONS, "20000")
                    .with(EdgeSettings.HTTP_CONNECTIONS_PER_ADDRESS, "20000")
                    .with(EdgeSettings.HTTP_IDLE_TIMEOUT, "30m")
                    .with(EdgeSettings.RATE_PER_ADDRESS, "10000000")
                    .with(EdgeSettings.RATE_PER_CONNECTION, "1000000"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void holdsManyIdleConnections() throws Exception {
    crowd("idle", 100).destroy(); // so that all code is loaded
    long before = heap();
    long residentBefore = resident();
    Process crowd = crowd("idle", CONNECTIONS);
    String held = lines(crowd).readLine();
    long after = heap();
    System.out.printf(
        "%s idle connections, %d bytes of heap each, %d of memory in all%n",
        held,
        (after - before) / Math.max(1, gateway.clients()),
        (resident() - residentBefore) / Math.max(1, gateway.clients()));
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      long start = System.nanoTime();
      client.ask("tutti.request.get", new io.vertx.core.json.JsonObject());
      System.out.printf("one more is answered in %d us%n", (System.nanoTime() - start) / 1_000);
    }
    crowd.destroy();
  }

  @Test
  void answersManyFrames() throws Exception {
    answers("load", "frames");
  }

  @Test
  void answersManyRequests() throws Exception {
    answers("rest", "requests");
  }

  private void answers(String how, String what) throws Exception {
    for (int connections : new int[] {1, 100}) {
      Process crowd = crowd(how, connections);
      BufferedReader lines = lines(crowd);
      lines.readLine();
      long cpu = PROCESS.getProcessCpuTime();
      long answered = Long.parseLong(lines.readLine());
      long spent = PROCESS.getProcessCpuTime() - cpu;
      System.out.printf(
          "%d connections: %d %s/s answered, %d us of CPU each, services included%n",
          connections, answered / SECONDS, what, spent / 1_000 / answered);
      crowd.destroy();
    }
  }

  private Process crowd(String how, int connections) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Crowd.class.getName(),
                how,
                String.valueOf(gateway.port()),
                String.valueOf(connections)));
    command.add(String.valueOf(SECONDS));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static BufferedReader lines(Process process) {
    return process.inputReader();
  }

  /** What the system has given to this process; Linux tells. */
  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
        .sum();
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
