package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.SignedOperation;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;

/**
 * Bad input at every operation: refused with the code and the field that are to blame, and nothing
 * is changed by it. What was under way goes on to its end afterwards.
 */
class BadInputTest {
  private static LocalCluster cluster;
  private static Line line;
  private static Scenes scenes;
  private static Map<String, String> before = Map.of();

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start();
    line = new Line(cluster.vertx());
    scenes = new Scenes(line);
    before = quietMaps();
  }

  @AfterAll
  static void finishWhatWasUnderWay() {
    try {
      assertNothingChanged();
      scenes.finishAll(line);
    } finally {
      cluster.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> isRefusedAndChangesNothing() {
    return cases().map(bad -> dynamicTest(bad.toString(), () -> assertRefused(bad)));
  }

  @Test
  void isTriedAtEveryOperation() {
    Set<String> tried = new TreeSet<>();
    cases().forEach(bad -> tried.add(bad.address()));

    assertThat(tried).isEqualTo(addresses());
  }

  private static Stream<BadInput> cases() {
    return Stream.of(
            scenes.statements().flatMap(ShapeCases::of),
            scenes.statements().flatMap(said -> EnvelopeCases.of(said, scenes)),
            new RequestCases(scenes).all(),
            new RoundCases(scenes).all(),
            new QueryCases(scenes).all())
        .flatMap(cases -> cases);
  }

  private static void assertRefused(BadInput bad) {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> line.send(bad.address(), bad.body()));

    assertThat(refusal).as("what was accepted").isNotNull();
    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(bad.code());
    assertThat(refusal.field()).as(refusal.getMessage()).isEqualTo(bad.field());
    assertNothingChanged();
  }

  private static void assertNothingChanged() {
    Map<String, String> now = maps();
    Set<Map.Entry<String, String>> changed = new HashSet<>(now.entrySet());
    changed.removeAll(before.entrySet());
    assertThat(changed).as("changed documents").isEmpty();
    assertThat(now).as("documents").hasSameSizeAs(before);
  }

  private static Set<String> addresses() {
    Set<String> addresses = new TreeSet<>();
    Stream.of(DiscoveryApi.class, RequestApi.class, SessionApi.class, CryptoApi.class)
        .flatMap(api -> Arrays.stream(api.getFields()))
        .forEach(
            field -> {
              try {
                Object operation = field.get(null);
                addresses.add(
                    operation instanceof SignedOperation<?, ?> signed
                        ? signed.operation().address()
                        : ((Operation<?, ?>) operation).address());
              } catch (IllegalAccessException e) {
                throw new LinkageError("an operation that is not public", e);
              }
            });
    return addresses;
  }

  /** All documents, as JSON. */
  private static Map<String, String> maps() {
    Map<String, String> all = new TreeMap<>();
    Surveillance.maps(cluster.context().hazelcast())
        .filter(map -> !map.getName().startsWith("__"))
        .forEach(
            map ->
                map.forEach(
                    (key, value) ->
                        all.put(map.getName() + "/" + key, Wire.tree(value).toString())));
    return all;
  }

  /** The documents once all their events have gone out. */
  private static Map<String, String> quietMaps() {
    AtomicReference<Map<String, String>> last = new AtomicReference<>(Map.of());
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .during(Duration.ofMillis(300))
        .until(BadInputTest::maps, now -> now.equals(last.getAndSet(now)));
  }
}
