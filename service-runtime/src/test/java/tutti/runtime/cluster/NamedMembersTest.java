package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NamedMembersTest {
  private static final String NAME = "members.example";
  private static final Duration NOT_LONG = Duration.ofMillis(1);
  private static final Duration LONGER_THAN_THE_TEST = Duration.ofHours(1);

  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private final AtomicInteger lookups = new AtomicInteger();

  @Test
  void takesANameForAllItsAddresses() {
    names.put(NAME, List.of("10.0.0.1", "10.0.0.2", "fd00::3"));

    assertThat(members(NAME + ":5703"))
        .containsExactly("10.0.0.1:5703", "10.0.0.2:5703", "[fd00:0:0:0:0:0:0:3]:5703");
  }

  @Test
  void looksANameUpEachTime() {
    names.put(NAME, List.of("10.0.0.1"));
    NamedMembers members = of(NAME + ":5701");
    assertThat(members.getMembers()).containsExactly("10.0.0.1:5701");

    names.put(NAME, List.of("10.0.0.2", "10.0.0.3"));

    assertThat(members.getMembers()).containsExactly("10.0.0.2:5701", "10.0.0.3:5701");
  }

  @Test
  void leavesOutNamesWithoutAnAddress() {
    names.put(NAME, List.of("10.0.0.1"));

    assertThat(members("nobody.example", NAME)).containsExactly("10.0.0.1:5701");
    assertThat(members("nobody.example")).isEmpty();
  }

  @Test
  void looksAtOnePortOfEachOfSeveralHosts() {
    names.put(NAME, List.of("10.0.0.3", "10.0.0.4"));

    assertThat(members("10.0.0.1", "10.0.0.2:5703", "[fd00::1]", "[fd00::2]:5703", NAME))
        .containsExactly(
            "10.0.0.1:5701",
            "10.0.0.2:5703",
            "[fd00::1]:5701",
            "[fd00::2]:5703",
            "10.0.0.3:5701",
            "10.0.0.4:5701");
    assertThat(members(NAME)).containsExactly("10.0.0.3:5701", "10.0.0.4:5701");
  }

  @Test
  void looksAtSeveralPortsOfAnOnlyHost() {
    names.put(NAME, List.of("10.0.0.3"));

    assertThat(members("10.0.0.1")).containsExactly("10.0.0.1");
    assertThat(members(NAME)).containsExactly("10.0.0.3");
  }

  @Test
  void asksNobodyForAnAddressOrARangeOfThem() {
    assertThat(members("10.0.0.1", "10.0.1.*")).containsExactly("10.0.0.1:5701", "10.0.1.*:5701");
    assertThat(lookups).hasValue(0);
  }

  @Test
  @Timeout(60)
  void waitsUntilItIsNamed() throws InterruptedException {
    names.put(NAME, List.of("10.0.0.1"));
    NamedMembers members =
        new NamedMembers(
            List.of(NAME),
            5701,
            name -> {
              if (lookups.incrementAndGet() == 3) {
                names.put(NAME, List.of("10.0.0.1", "10.0.0.2"));
              }
              return addresses(name);
            });

    members.awaitNamed("10.0.0.2", LONGER_THAN_THE_TEST);

    assertThat(lookups).hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  @Timeout(60)
  void waitsNoLongerThanItIsTold() throws InterruptedException {
    names.put(NAME, List.of("10.0.0.1"));

    of(NAME).awaitNamed("10.0.0.2", NOT_LONG);
    of("nobody.example").awaitNamed("10.0.0.2", NOT_LONG);

    assertThat(lookups).hasPositiveValue();
  }

  @Test
  @Timeout(60)
  void waitsForNoNameWhereThereIsNone() throws InterruptedException {
    of("10.0.0.1", "10.0.0.3").awaitNamed("10.0.0.2", LONGER_THAN_THE_TEST);
    of().awaitNamed("10.0.0.2", LONGER_THAN_THE_TEST);

    assertThat(lookups).hasValue(0);
  }

  private List<String> members(String... members) {
    return of(members).getMembers();
  }

  private NamedMembers of(String... members) {
    return new NamedMembers(
        List.of(members),
        5701,
        name -> {
          lookups.incrementAndGet();
          return addresses(name);
        });
  }

  private InetAddress[] addresses(String name) throws UnknownHostException {
    if (!names.containsKey(name)) {
      throw new UnknownHostException(name);
    }
    return names.get(name).stream().map(NamedMembersTest::address).toArray(InetAddress[]::new);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      return fail(e);
    }
  }
}
