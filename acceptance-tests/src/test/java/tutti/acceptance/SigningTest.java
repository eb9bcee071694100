package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Bus;
import tutti.agent.SigningHandle;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Bytes;
import tutti.musig2.Signature;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Sessions that nothing disturbs, from two signers to a hundred. */
class SigningTest {
  private static LocalCluster cluster;
  private static Bus bus;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start();
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void signsOneMessageOfTwo() {
    try (Group group = Group.of(2, bus)) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);

      assertThat(Group.verifies(request, group.sign(request))).isTrue();
    }
  }

  @Test
  void signsWithoutNonceCommitmentsWhereTheRequestSaysSo() {
    try (Group group = Group.of(3, bus)) {
      SigningRequest request =
          group.request(2, new RequestOptions(false, null, false, null, null, null, null));

      assertThat(Group.verifies(request, group.sign(request))).isTrue();
    }
  }

  @Test
  void signsUnderTweakedKeys() {
    Bytes tweak = Group.message(7);
    List<ItemTweak> tweaks = List.of(new ItemTweak(tweak, false), new ItemTweak(tweak, true));
    try (Group group = Group.of(3, bus)) {
      SigningRequest request =
          group.request(
              List.of(new SigningItem(Group.message(1), tweaks), SigningItem.of(Group.message(2))),
              Group.NO_BROADCAST);

      assertThat(Group.verifies(request, group.sign(request))).isTrue();
    }
  }

  @Test
  void signsSixtyFourItemsInOneSession() {
    try (Group group = Group.of(3, bus)) {
      SigningRequest request = group.request(64, Group.NO_BROADCAST);

      assertThat(Group.verifies(request, group.sign(request))).isTrue();
    }
  }

  @Test
  void signsWithAHundredSigners() {
    try (Group group = Group.of(100, bus)) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);

      assertThat(Group.verifies(request, group.sign(request))).isTrue();
    }
  }

  /** No creator may have more than a hundred open at a time. */
  @Test
  void runsTwoHundredSessionsOfTwoAtOnce() {
    try (Group one = Group.of(2, bus);
        Group other = Group.of(2, bus)) {
      List<List<SigningRequest>> requests =
          Stream.of(one, other).map(SigningTest::aHundred).toList();

      var announced = List.of(announce(one, requests.get(0)), announce(other, requests.get(1)));

      for (int group = 0; group < 2; group++) {
        for (int i = 0; i < 100; i++) {
          SigningHandle handle = Group.await(announced.get(group).get(i));
          List<Signature> signatures = Group.await(handle.signatures());
          assertThat(Group.verifies(requests.get(group).get(i), signatures)).isTrue();
        }
      }
    }
  }

  private static List<SigningRequest> aHundred(Group group) {
    return IntStream.range(0, 100)
        .mapToObj(i -> group.request(List.of(SigningItem.of(Group.message(i))), Group.NO_BROADCAST))
        .toList();
  }

  private static List<CompletableFuture<SigningHandle>> announce(
      Group group, List<SigningRequest> requests) {
    return requests.stream().map(group.agent(0)::announce).toList();
  }
}
