package tutti.runtime.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.protocol.Done;
import tutti.protocol.Limit;
import tutti.protocol.Operation;
import tutti.protocol.json.Wire;
import tutti.runtime.ServiceContext;
import tutti.runtime.audit.AuditCheck;
import tutti.runtime.audit.AuditRecord;
import tutti.runtime.config.Settings;
import tutti.runtime.config.WatchSettings;

/** What the audit log has of the last moments of a process. */
class LastRecordsTest {
  /** Signed, since somebody says so. */
  record Statement(String signature) {}

  private static final Operation<Statement, Done> SIGN =
      new Operation<>("test.sign", Statement.class, Done.class, Limit.MESSAGE_BYTES);

  private final Nodes nodes = new Nodes();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void holdsEverythingThatWasAnsweredWhileTheProcessLeft() throws IOException {
    nodes.with(Settings.DRAIN_TIME, "1s");
    nodes.start();
    Path log = directory.resolve("audit.jsonl");
    TuttiNode leaving = nodes.with(WatchSettings.AUDIT_LOG, log.toString()).start();
    Nodes.await(leaving.deploy(Signing::new));
    TuttiNode asking = nodes.with(WatchSettings.AUDIT_LOG, WatchSettings.NONE).startLite();
    List<Future<?>> asked = new ArrayList<>();
    ask(asking, asked, 100);

    Future<Void> left = leaving.close();
    while (!left.isComplete()) {
      ask(asking, asked, 5);
      Nodes.await(asking.context().vertx().timer(2));
    }

    Nodes.await(Future.join(asked).otherwiseEmpty());
    List<String> operations =
        Files.readAllLines(log).stream()
            .map(line -> Wire.read(line.getBytes(UTF_8), AuditRecord.class))
            .map(AuditRecord::operation)
            .toList();
    long answered = asked.stream().filter(Future::succeeded).count();
    assertThat(answered).isGreaterThanOrEqualTo(100);
    assertThat(operations).filteredOn("test.sign"::equals).hasSize((int) answered);
    assertThat(operations).last().isEqualTo("audit.stopped");
    assertThat(AuditCheck.of(List.of(log)).broken()).isNull();
  }

  /** Without asking again; what nobody answers any more fails. */
  private static void ask(TuttiNode node, List<Future<?>> asked, int times) {
    JsonObject signed = JsonObject.of("signature", "00");
    for (int i = 0; i < times; i++) {
      asked.add(node.context().vertx().eventBus().request(SIGN.address(), signed));
    }
  }

  private static final class Signing extends VerticleBase {
    private final ServiceContext services;

    Signing(ServiceContext services) {
      this.services = services;
    }

    @Override
    public Future<?> start() {
      return services.bus().serve(SIGN, said -> Future.succeededFuture(Done.DONE));
    }
  }
}
