package tutti.cli.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one process needs at a moment; -1 where that cannot be known here.
 *
 * @param heapKilobytes what is left after a collection
 * @param residentKilobytes what the operating system has given it
 */
record Vitals(long heapKilobytes, long residentKilobytes, long threads, long files) {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern FIELD = Pattern.compile("(?m)^(VmRSS|Threads):\\s+(\\d+)");
  private static final long COLLECTING_SECONDS = 60;

  /** Of a JVM on this machine. */
  static Vitals of(long pid) throws InterruptedException {
    long resident = -1;
    long threads = -1;
    Matcher field = FIELD.matcher(status(pid));
    while (field.find()) {
      long value = Long.parseLong(field.group(2));
      if (field.group(1).equals("Threads")) {
        threads = value;
      } else {
        resident = value;
      }
    }
    return new Vitals(heap(pid), resident, threads, files(pid));
  }

  private static long heap(long pid) throws InterruptedException {
    if (ask(pid, "GC.run").isEmpty()) {
      return -1;
    }
    String heap = ask(pid, "GC.heap_info").split("Metaspace", -1)[0];
    Matcher used = USED.matcher(heap);
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(1));
    }
    return sum;
  }

  private static String ask(long pid, String command) throws InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home", ""), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, String.valueOf(pid), command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(COLLECTING_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? said : "";
    } catch (IOException e) {
      return ""; // a runtime without tools
    }
  }

  private static String status(long pid) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), "status"));
    } catch (IOException e) {
      return "";
    }
  }

  private static long files(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      return open.count();
    } catch (IOException e) {
      return -1;
    }
  }
}
