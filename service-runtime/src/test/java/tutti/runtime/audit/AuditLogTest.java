package tutti.runtime.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.json.Wire;
import tutti.runtime.audit.AuditRecord.Head;
import tutti.runtime.bus.Ordered;
import tutti.runtime.bus.Served;

class AuditLogTest {
  private static final String SIGNER = "02" + "ab".repeat(32);
  private static final String SESSION = "cd".repeat(32);

  private final Disk disk = new Disk();
  private final MeterRegistry registry = new SimpleMeterRegistry();

  /** A disk that can be full. */
  private static final class Disk implements AuditStore {
    private final List<AuditRecord> records = new CopyOnWriteArrayList<>();
    private volatile boolean full;
    private volatile int refused;

    @Override
    public Head head() {
      return records.isEmpty() ? Head.NONE : records.get(records.size() - 1).head();
    }

    @Override
    public int torn() {
      return 0;
    }

    @Override
    public synchronized void append(byte[] lines, Head head) throws IOException {
      if (full) {
        refused++;
        throw new IOException("No space left on device");
      }
      new String(lines, UTF_8)
          .lines()
          .map(line -> Wire.read(line.getBytes(UTF_8), AuditRecord.class))
          .forEach(records::add);
      assertThat(head()).isEqualTo(head);
    }

    @Override
    public void close() {}

    List<String> operations() {
      return records.stream().map(AuditRecord::operation).toList();
    }
  }

  private AuditLog log(int capacity) {
    AuditLog log = new AuditLog(disk, Clock.systemUTC(), capacity, registry);
    log.start();
    return log;
  }

  private static Served said(@Nullable ErrorCode refused) {
    JsonObject envelope =
        new JsonObject()
            .put("signer", SIGNER)
            .put("body", new JsonObject().put("sessionId", SESSION).put("reason", "secret words"))
            .put("signature", "00".repeat(64));
    return new Served("tutti.session.abort", envelope, null, refused, 5);
  }

  private double counted(String outcome) {
    return registry.get("tutti.audit.records").tag("outcome", outcome).counter().count();
  }

  @Test
  void writesWhoAskedWhatWithWhichResultAndNothingElse() throws IOException {
    try (AuditLog log = log(10)) {
      log.served(said(null));
      log.served(said(ErrorCode.WRONG_PHASE));
    }

    assertThat(disk.operations())
        .containsExactly("audit.started", "session.abort", "session.abort", "audit.stopped");
    AuditRecord second = disk.records.get(2);
    assertThat(second.signer()).isEqualTo(SIGNER);
    assertThat(second.session()).isEqualTo(SESSION);
    assertThat(second.result()).isEqualTo("WRONG_PHASE");
    assertThat(second.previous()).isEqualTo(disk.records.get(1).hash());
    assertThat(disk.records.toString()).doesNotContain("secret words");
  }

  @Test
  void writesWhatAnOperatorAskedFor() throws IOException {
    try (AuditLog log = log(10)) {
      log.ordered(new Ordered("gateway.ban", "0123abcd", SIGNER, null));
      log.ordered(new Ordered("gateway.ban", null, null, ErrorCode.NOT_AUTHENTICATED));
    }

    AuditRecord done = disk.records.get(1);
    assertThat(done.operation()).isEqualTo("gateway.ban");
    assertThat(done.operator()).isEqualTo("0123abcd");
    assertThat(done.about()).isEqualTo(SIGNER);
    assertThat(done.result()).isEqualTo("OK");
    assertThat(disk.records.get(2).result()).isEqualTo("NOT_AUTHENTICATED");
    assertThat(disk.records.get(2).operator()).isNull();
  }

  @Test
  void doesNotWriteWhatNobodySigned() throws IOException {
    try (AuditLog log = log(10)) {
      JsonObject query = new JsonObject().put("sessionId", SESSION);
      log.served(new Served("tutti.session.status", query, null, null, 5));
      log.served(new Served("tutti.session.status", "no object", null, ErrorCode.MALFORMED, 5));
    }

    assertThat(disk.operations()).containsExactly("audit.started", "audit.stopped");
  }

  @Test
  void takesNothingOfASignerThatIsNoKey() throws IOException {
    try (AuditLog log = log(10)) {
      JsonObject envelope =
          new JsonObject().put("signer", "a password").put("signature", "x").put("body", 7);
      log.served(new Served("tutti.session.abort", envelope, null, ErrorCode.MALFORMED, 5));
    }

    assertThat(disk.records.get(1).signer()).isNull();
    assertThat(disk.records.toString()).doesNotContain("a password");
  }

  @Test
  void waitsForAFullDiskWithoutKeepingAnyoneWaitingAndSaysWhatItLost() throws IOException {
    disk.full = true;
    try (AuditLog log = log(4)) {
      await().until(() -> disk.refused > 0); // the writer holds what it has taken
      for (int i = 0; i < 10; i++) {
        log.served(said(null));
      }
      assertThat(counted("lost")).isEqualTo(6);
      disk.full = false;
      await().until(() -> disk.operations().contains("audit.lost"));
    }

    AuditRecord lost =
        disk.records.stream().filter(one -> one.operation().equals("audit.lost")).findFirst().get();
    assertThat(lost.detail()).isEqualTo("6 records");
    assertThat(disk.operations()).filteredOn("session.abort"::equals).hasSize(4);
    assertThat(counted("written")).isEqualTo(disk.records.size());
  }

  @Test
  void endsThoughTheDiskIsFull() throws IOException {
    disk.full = true;
    AuditLog log = log(4);
    await().until(() -> disk.refused > 0);
    log.served(said(null));
    log.close();

    assertThat(disk.records).isEmpty();
    assertThat(counted("lost")).isEqualTo(3); // with audit.started and audit.stopped
  }
}
