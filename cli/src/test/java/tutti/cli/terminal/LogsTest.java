package tutti.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.json.Wire;
import tutti.runtime.config.LogFormat;

/** What a process logs, as its operators read it. */
class LogsTest {
  private static final String SESSION = "5e".repeat(32);

  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LoggerContext context = new LoggerContext();

  /** As it is shipped, whatever the configuration of these tests is. */
  @BeforeEach
  void listen() throws JoranException {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure("src/main/resources/logback.xml");
  }

  @AfterEach
  void restore() {
    context.stop();
    System.setErr(stderr);
  }

  @Test
  void areLinesForPeopleUnlessToldOtherwise() {
    Logs.ofService(context, LogFormat.TEXT);
    warn();

    assertThat(lines())
        .singleElement()
        .asString()
        .contains("WARN")
        .contains("left undone: nobody serves it session=" + SESSION);
  }

  @Test
  void areObjectsWithFieldsOfTheirOwn() throws Exception {
    Logs.ofService(context, LogFormat.JSON);
    warn();

    JsonNode line = Wire.mapper().readTree(lines().get(0));
    assertThat(line.path("session").asText()).isEqualTo(SESSION);
    assertThat(line.path("code").asText()).isEqualTo("UNAVAILABLE");
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("message").asText()).isEqualTo("left undone: nobody serves it");
  }

  @Test
  void keepWhatSpansLinesInOneObject() throws Exception {
    Logs.ofService(context, LogFormat.JSON);
    context
        .getLogger("tutti.test")
        .atError()
        .setCause(new IllegalStateException("one\ntwo"))
        .log("failed\nwith \"quotes\"");

    List<String> lines = lines();
    assertThat(lines).hasSize(1);
    JsonNode line = Wire.mapper().readTree(lines.get(0));
    assertThat(line.path("message").asText()).isEqualTo("failed\nwith \"quotes\"");
    assertThat(line.path("stack_trace").asText()).contains("one\ntwo").contains("LogsTest");
  }

  @Test
  void keepNobodyWaitingForWhoeverReadsThem() throws Exception {
    CountDownLatch readAgain = new CountDownLatch(1);
    OutputStream unread =
        new FilterOutputStream(written) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            try {
              readAgain.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            out.write(bytes, from, length);
          }
        };
    System.setErr(new PrintStream(unread, true, StandardCharsets.UTF_8));
    Logs.ofService(context, LogFormat.TEXT);

    for (int i = 0; i < 20_000; i++) {
      warn(); // it would wait here for good
    }
    readAgain.countDown();

    assertThat(lines()).hasSizeBetween(8_000, 9_000);
  }

  private void warn() {
    context
        .getLogger("tutti.test")
        .atWarn()
        .addKeyValue("session", SESSION)
        .addKeyValue("code", "UNAVAILABLE")
        .log("left undone: {}", "nobody serves it");
  }

  /** Stopped as at the end of a process: then everything is written. */
  private List<String> lines() {
    context.stop();
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
