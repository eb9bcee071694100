package tutti.acceptance;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.agent.vertx.VertxBus;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.Settings;
import tutti.store.DatabaseServer;

/**
 * What the durable store costs; not part of the tests: {@code -Dtest=StoreMeasurement} runs it and
 * prints, for each load, sessions per second, CPU of this process per session, the median time
 * until an announcement is acknowledged and until it is signed, and transactions of the database
 * per session.
 */
class StoreMeasurement {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @ParameterizedTest
  @CsvSource({"2, 1, 300", "2, 8, 800", "10, 2, 80"})
  void signsWithAndWithoutStore(int signers, int groups, int sessions) {
    var load = new Load(signers, groups, sessions);
    for (int round = 0; round < 3; round++) {
      measure("memory", load, null);
      try (DatabaseServer server = DatabaseServer.startDurable()) {
        measure("database", load, server.newDatabase());
      }
    }
  }

  @Test
  void readsBackManyDocuments() {
    try (DatabaseServer server = DatabaseServer.startDurable()) {
      String database = server.newDatabase();
      measure("before", new Load(2, 8, 1_000), database);
      long start = System.nanoTime();
      try (LocalCluster cluster = cluster(database);
          Group group = Group.of(1, new VertxBus(cluster.vertx()))) {
        Group.await(group.agent(0).findRequests());
        System.out.printf(
            "%s documents are back %d ms after the start of a member%n",
            DatabaseServer.query(database, "SELECT count(*) FROM tutti_documents"),
            (System.nanoTime() - start) / 1_000_000);
      }
    }
  }

  /** So many groups, of so many signers each, that share the sessions. */
  private record Load(int signers, int groups, int sessions) {}

  private static void measure(String what, Load load, String database) {
    try (LocalCluster cluster = cluster(database)) {
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < load.groups; i++) {
        groups.add(Group.of(load.signers, new VertxBus(cluster.vertx())));
      }
      int sessions = load.sessions;
      run(groups, sessions / 2);
      long transactions = transactions(database);
      long cpu = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      Times times = run(groups, sessions);
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuMillis = (PROCESS.getProcessCpuTime() - cpu) / 1e6 / sessions;
      System.out.printf(
          "%-8s %d groups of %2d: %6.1f sessions/s, %6.2f ms CPU, p50 %.2f ms to the"
              + " acknowledgement, %.1f ms to the signature, %.1f transactions%n",
          what,
          load.groups,
          load.signers,
          sessions / seconds,
          cpuMillis,
          median(times.acknowledged),
          median(times.signed),
          (double) (transactions(database) - transactions) / sessions);
      groups.forEach(Group::close);
    }
  }

  /** Nanoseconds since the announcement. */
  private record Times(List<Long> acknowledged, List<Long> signed) {}

  private static Times run(List<Group> groups, int sessions) {
    var times =
        new Times(
            Collections.synchronizedList(new ArrayList<>()),
            Collections.synchronizedList(new ArrayList<>()));
    AtomicInteger left = new AtomicInteger(sessions);
    groups.stream()
        .map(group -> sign(group, left, times))
        .toList()
        .forEach(CompletableFuture::join);
    return times;
  }

  private static CompletableFuture<Void> sign(Group group, AtomicInteger left, Times times) {
    if (left.getAndDecrement() <= 0) {
      return CompletableFuture.completedFuture(null);
    }
    SigningRequest request = group.request(1, Group.NO_BROADCAST);
    long start = System.nanoTime();
    return group
        .agent(0)
        .announce(request)
        .whenComplete((handle, failure) -> times.acknowledged.add(System.nanoTime() - start))
        .thenCompose(handle -> handle.signatures())
        .thenAccept(signatures -> times.signed.add(System.nanoTime() - start))
        .thenComposeAsync(done -> sign(group, left, times));
  }

  private static double median(List<Long> nanos) {
    return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1e6;
  }

  private static long transactions(String database) {
    return database == null
        ? 0
        : Long.parseLong(
            DatabaseServer.query(
                database,
                "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"));
  }

  private static LocalCluster cluster(String database) {
    return LocalCluster.start(
        settings ->
            database == null
                ? settings
                : settings
                    .with(Settings.DATABASE_URL, database)
                    .with(Settings.DATABASE_PASSWORD, DatabaseServer.PASSWORD));
  }
}
