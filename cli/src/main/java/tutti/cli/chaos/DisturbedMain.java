package tutti.cli.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tutti.cli.Main;
import tutti.cli.terminal.Terminal;
import tutti.runtime.cluster.TuttiNode;

/** {@code tutti serve} as it is, but its messages may be lost: as told by lines on stdin. */
final class DisturbedMain {
  private DisturbedMain() {}

  public static void main(String[] arguments) {
    System.exit(Main.run(Terminal.ofProcess(), DisturbedMain::obey, arguments));
  }

  private static void obey(TuttiNode node) {
    Interference interference = Interference.of(node.context().vertx());
    Thread reader = new Thread(() -> read(interference), "tutti-chaos-orders");
    reader.setDaemon(true);
    reader.start();
  }

  private static void read(Interference interference) {
    try (var orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        interference.set(Disturbance.of(line));
      }
    } catch (IOException e) {
      interference.set(Disturbance.NONE);
    }
  }
}
