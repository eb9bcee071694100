package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.cli.Main;
import tutti.cli.chaos.Lan;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;

/** Three processes on hosts of their own, one of which is cut off while sessions are under way. */
class PartitionTest {
  private static final int CUT_OFF = 2;
  private static final int ALSO_LOST = 1;
  private static final int SESSIONS = 10;

  /** Several times as long as it takes until a member counts as gone. */
  private static final Duration CUT_FOR = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<OwnProcess> processes = new ArrayList<>();
  private final Map<Integer, List<PublicKey>> asked = new LinkedHashMap<>();
  private final Map<String, String> documents = new LinkedHashMap<>();
  private Lan lan;
  private Side most;
  private Side few;

  /** A process of two signers. */
  private record Side(OwnProcess process, List<PublicKey> keys) {}

  @BeforeEach
  void start() {
    assumeTrue(Lan.isPermitted(), "needs network namespaces: root, with ip (iproute2) and unshare");
    lan = Lan.of(3);
    String name = "partition-" + UUID.randomUUID();
    for (int host = 0; host < 3; host++) {
      List<String> arguments = new ArrayList<>(List.of("serve", "all"));
      settings(name, host).forEach((key, value) -> arguments.add("--" + key + "=" + value));
      processes.add(OwnProcess.start("partition-" + host, lan.on(host), Main.class, arguments));
      if (host == 0) {
        processes.get(0).awaitLine("tutti all ready"); // though it may not write yet
      }
    }
    processes.forEach(service -> service.awaitLine("tutti all ready"));
    most = signers(name, 0);
    few = signers(name, CUT_OFF);
    most.process.awaitLine("ready");
    few.process.awaitLine("ready");
  }

  @AfterEach
  void stop() {
    processes.forEach(OwnProcess::kill);
    if (lan != null) {
      lan.close();
    }
  }

  @Test
  void writesNothingWhereFewAreAndEndsEverythingOnceHealed() {
    PublicKey here = most.keys.get(0);
    PublicKey there = few.keys.get(0);
    sign(most, List.of(here, there));
    awaitSigned();

    for (int i = 0; i < SESSIONS; i++) {
      sign(most, List.of(here, there));
      sign(few, List.of(there, here));
    }
    most.process.awaitLine("announced 1 ");
    lan.cut(CUT_OFF);
    sign(few, List.of(there, few.keys.get(1)));
    few.process.awaitLine("refused NO_QUORUM tutti.request.announce");
    signAmongMost(CUT_FOR);
    lan.mend(CUT_OFF);

    awaitSigned();
    int afterwards = sign(few, List.of(there, here));
    awaitResult(few, afterwards);
    assertResults();
    assertDocuments("both");
    processes.get(ALSO_LOST).kill();
    assertDocuments("backups");
  }

  /** Those who are most go on all the time, long after the others count as gone. */
  private void signAmongMost(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    do {
      awaitResult(most, sign(most, most.keys));
    } while (System.nanoTime() - end < 0);
  }

  /**
   * What the services hold is what signers were told, whichever member is asked: each session that
   * was acknowledged is there, complete at its first attempt.
   */
  private void assertDocuments(String mark) {
    Map<String, Set<String>> told = results(most);
    told.putAll(results(few));
    asked.forEach(
        (number, keys) -> {
          String session = session(most.keys.contains(keys.get(0)) ? most : few, number);
          List<String> seen = new ArrayList<>();
          for (Side side : List.of(most, few)) {
            side.process.tell("audit 0 %s %s".formatted(session, mark));
            seen.add(side.process.awaitLine("document %s %s ".formatted(mark, session)));
          }
          assertThat(seen.get(1)).isEqualTo(seen.get(0));
          assertThat(seen.get(0).split(" ", -1))
              .containsSubsequence(session, "COMPLETE", "1", told.get(session).iterator().next());
          documents.merge(
              session,
              seen.get(0).substring(seen.get(0).indexOf(session)),
              (before, now) -> {
                assertThat(now).isEqualTo(before);
                return now;
              });
        });
  }

  /** All hold the same, and it is what was asked for. */
  private void assertResults() {
    Map<String, Set<String>> results = new LinkedHashMap<>(results(most));
    results(few)
        .forEach((id, found) -> results.computeIfAbsent(id, key -> new HashSet<>()).addAll(found));
    assertThat(results.values()).allMatch(found -> found.size() == 1);
    asked.forEach(
        (number, keys) -> {
          Side creator = most.keys.contains(keys.get(0)) ? most : few;
          Signature signature =
              Signature.fromHex(results.get(session(creator, number)).iterator().next());
          assertThat(Group.verifies(CommandedSigners.request(number, keys), List.of(signature)))
              .isTrue();
        });
    assertThat(most.process.lines("ended")).isEmpty();
    assertThat(few.process.lines("ended")).isEmpty();
  }

  private void awaitSigned() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              for (Side side : List.of(most, few)) {
                assertThat(side.process.lines("signed").size() + side.process.lines("ended").size())
                    .isGreaterThanOrEqualTo(expected(side));
              }
            });
  }

  /** One line of each of its signers for each session. */
  private int expected(Side side) {
    return (int) asked.values().stream().flatMap(List::stream).filter(side.keys::contains).count();
  }

  /** Lets its first signer announce it; the number follows. */
  private int sign(Side side, List<PublicKey> keys) {
    int number = asked.size();
    asked.put(number, keys);
    String others = keys.stream().skip(1).map(PublicKey::hex).collect(Collectors.joining(" "));
    side.process.tell("sign 0 %d %s".formatted(number, others));
    return number;
  }

  private static void awaitResult(Side side, int number) {
    String session = session(side, number);
    await().atMost(PATIENCE).until(() -> results(side).containsKey(session));
  }

  private static String session(Side side, int number) {
    return side.process.awaitLine("announced %d ".formatted(number)).split(" ", -1)[2];
  }

  /** What its signers hold, by session. */
  private static Map<String, Set<String>> results(Side side) {
    return side.process.lines("signed").stream()
        .map(line -> line.split(" ", -1))
        .collect(
            Collectors.groupingBy(
                words -> words[1],
                Collectors.mapping(words -> words[2], Collectors.toCollection(HashSet::new))));
  }

  private Side signers(String name, int host) {
    byte[][] keys = {TestKeys.random(), TestKeys.random()};
    List<String> arguments = new ArrayList<>();
    arguments.add(
        Arrays.stream(keys)
            .map(key -> CommandedSigners.signer(key, Moment.NEVER))
            .collect(Collectors.joining(",")));
    settings(name, host).forEach((key, value) -> arguments.addAll(List.of(key, value)));
    OwnProcess process =
        OwnProcess.start(
            "partition-signers-" + host, lan.on(host), CommandedSigners.class, arguments);
    processes.add(process);
    return new Side(process, Arrays.stream(keys).map(TestKeys::publicKey).toList());
  }

  private Map<String, String> settings(String name, int host) {
    return Map.of(
        "cluster-name",
        name,
        "cluster-host",
        lan.address(host),
        "cluster-members",
        "%s,%s,%s".formatted(lan.address(0), lan.address(1), lan.address(2)),
        "cluster-size",
        "3",
        "heartbeat-timeout",
        "3s");
  }
}
