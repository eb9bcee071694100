package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.Bus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.SignerListing;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.discovery.SignerSort;
import tutti.protocol.event.EventData;
import tutti.protocol.event.SignerAdvertised;
import tutti.protocol.event.SignerExpired;
import tutti.protocol.event.SignerWithdrawn;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.Settings;

/** Who can sign: advertised, searched, followed, and gone again. */
class DiscoveryTest {
  private static LocalCluster cluster;
  private static Bus bus;

  private final String type = "t" + System.nanoTime();

  @BeforeAll
  static void start() {
    cluster =
        LocalCluster.start(
            settings ->
                settings
                    .with(Limit.ADVERTISEMENT_INTERVAL, "0ms")
                    .with(Settings.SWEEP_INTERVAL, "100ms"));
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void findsSignersByEachConditionAndByAllTogether() {
    try (Group group = Group.of(4, bus)) {
      advertise(group.agent(0), advertisement(List.of(type), 0L, 1_000L, 5L, 60_000));
      advertise(group.agent(1), advertisement(List.of(type, "swap"), 500L, null, 20L, 70_000));
      advertise(group.agent(2), advertisement(List.of("swap"), null, null, null, 80_000));

      assertThat(found(group, query(List.of(type), null, null, null))).containsOnly(0, 1);
      assertThat(found(group, query(List.of(type, "swap"), null, null, null)))
          .containsOnly(0, 1, 2);
      assertThat(found(group, query(List.of(type), 100L, null, null))).containsOnly(0);
      assertThat(found(group, query(List.of(type), 5_000L, null, null))).containsOnly(1);
      assertThat(found(group, query(List.of(type), null, 10L, null))).containsOnly(0);
      assertThat(found(group, query(null, null, null, group.publicKeys()))).containsOnly(0, 1, 2);
      assertThat(found(group, query(List.of("swap"), 600L, 20L, List.of(key(group, 1)))))
          .containsOnly(1);
      assertThat(found(group, query(List.of(type), 5_000L, 10L, null))).isEmpty();
      assertThat(found(group, query(null, null, null, List.of(key(group, 3))))).isEmpty();
    }
  }

  @Test
  void sortsByEachOrderAndShowsEachSignerOnOnePage() {
    try (Group group = Group.of(5, bus)) {
      long[] fees = {30, 10, 50, 20, 40};
      for (int signer = 0; signer < 5; signer++) {
        long life = 60_000L + 1_000L * ((signer * 3) % 5);
        advertise(
            group.agent(signer), advertisement(List.of(type), null, null, fees[signer], life));
      }

      assertThat(paged(group, SignerSort.FEE)).containsExactly(1, 3, 0, 4, 2);
      // Longest first: lives are 60, 63, 61, 64 and 62 seconds.
      assertThat(paged(group, SignerSort.EXPIRY)).containsExactly(3, 1, 4, 2, 0);
      List<Integer> byKey =
          Stream.of(0, 1, 2, 3, 4)
              .sorted(java.util.Comparator.comparing(signer -> key(group, signer)))
              .toList();
      assertThat(paged(group, SignerSort.KEY)).isEqualTo(byKey);
      assertThat(paged(group, SignerSort.COMPLETED)).isEqualTo(byKey);
    }
  }

  @Test
  void showsTheRecordThatTheServicesCountedAndFindsByIt() {
    try (Group group = Group.of(3, bus)) {
      for (Agent agent : group.agents()) {
        advertise(agent, advertisement(List.of(type), null, null, null, 60_000));
      }
      List<PublicKey> two = group.publicKeys().subList(0, 2);
      for (int session = 0; session < 2; session++) {
        SigningRequest all = group.request(1, Group.NO_BROADCAST);
        var request =
            SigningRequest.by(all.creator(), two)
                .items(List.of(SigningItem.of(Group.message(session))))
                .expiresAt(all.expiresAt())
                .options(all.options())
                .build();
        assertThat(group.sign(request)).hasSize(1);
      }

      SignerQuery proven =
          new SignerQuery(List.of(type), null, null, null, 2L, SignerSort.COMPLETED, null, null);
      await().atMost(Diary.PATIENCE).until(() -> found(group, proven).size() == 2);
      assertThat(found(group, proven)).containsOnly(0, 1);
      assertThat(search(group, proven).signers())
          .extracting(SignerListing::record)
          .containsOnly(new SignerRecord(2, 0));
      assertThat(paged(group, SignerSort.COMPLETED)).last().isEqualTo(2);
    }
  }

  @Test
  void tellsThoseWhoFollowATypeWhatHappensToItsSigners() {
    Queue<EventData> ofType = new ConcurrentLinkedQueue<>();
    Queue<EventData> ofOther = new ConcurrentLinkedQueue<>();
    Queue<EventData> ofAll = new ConcurrentLinkedQueue<>();
    try (Group group = Group.of(3, bus)) {
      Group.await(group.agent(0).subscribeToSigners(type, ofType::add));
      Group.await(group.agent(0).subscribeToSigners("never", ofOther::add));
      Group.await(group.agent(0).subscribeToSigners(null, ofAll::add));
      PublicKey leaving = key(group, 1);
      PublicKey expiring = key(group, 2);

      advertise(group.agent(1), advertisement(List.of(type), null, null, null, 60_000));
      assertThat(Group.await(group.agent(1).withdraw()).withdrawn()).isTrue();
      advertise(group.agent(2), advertisement(List.of(type), null, null, null, 1_500));

      for (Queue<EventData> heard : List.of(ofType, ofAll)) {
        awaitEvent(
            heard,
            event ->
                event instanceof SignerAdvertised one
                    && one.advertisement().signer().equals(leaving));
        awaitEvent(
            heard,
            event -> event instanceof SignerWithdrawn one && one.publicKey().equals(leaving));
        awaitEvent(
            heard, event -> event instanceof SignerExpired one && one.publicKey().equals(expiring));
      }
      assertThat(ofOther).isEmpty();
      assertThat(found(group, query(List.of(type), null, null, null))).isEmpty();
    }
  }

  @Test
  void hearsNothingMoreOfWhatIsNoLongerFollowed() {
    Queue<EventData> unfollowed = new ConcurrentLinkedQueue<>();
    Queue<EventData> followed = new ConcurrentLinkedQueue<>();
    try (Group group = Group.of(2, bus)) {
      var subscription = Group.await(group.agent(0).subscribeToSigners(type, unfollowed::add));
      Group.await(group.agent(1).subscribeToSigners(type, followed::add));
      Group.await(subscription.close().toCompletableFuture());

      advertise(group.agent(1), advertisement(List.of(type), null, null, null, 60_000));

      awaitEvent(followed, SignerAdvertised.class::isInstance);
      assertThat(unfollowed).isEmpty();
    }
  }

  @Test
  void replacesAnAdvertisementAndSaysWhetherThereWasOneToWithdraw() {
    try (Group group = Group.of(1, bus)) {
      assertThat(Group.await(group.agent(0).withdraw()).withdrawn()).isFalse();
      advertise(group.agent(0), advertisement(List.of(type), null, null, 5L, 60_000));
      advertise(group.agent(0), advertisement(List.of(type), null, null, 7L, 60_000));

      assertThat(found(group, query(List.of(type), null, 6L, null))).isEmpty();
      assertThat(found(group, query(List.of(type), null, 7L, null))).containsOnly(0);
      assertThat(Group.await(group.agent(0).withdraw()).withdrawn()).isTrue();
      assertThat(found(group, query(List.of(type), null, null, null))).isEmpty();
    }
  }

  @Test
  void refusesWhatHasExpiredAndWhatLastsTooLong() {
    try (Group group = Group.of(1, bus)) {
      Agent agent = group.agent(0);
      Advertisement over = advertisement(List.of(type), null, null, null, -1);
      Advertisement eternal = advertisement(List.of(type), null, null, null, 90_000_000);

      assertThat(Company.refusal(agent.advertise(over))).isEqualTo(ErrorCode.EXPIRED);
      assertThat(Company.refusal(agent.advertise(eternal))).isEqualTo(ErrorCode.MALFORMED);
      assertThat(found(group, query(List.of(type), null, null, null))).isEmpty();
    }
  }

  private static void awaitEvent(
      Queue<EventData> heard, java.util.function.Predicate<EventData> wanted) {
    await().atMost(Diary.PATIENCE).until(() -> heard.stream().anyMatch(wanted));
  }

  private static void advertise(Agent agent, Advertisement advertisement) {
    assertThat(Group.await(agent.advertise(advertisement)).publicKey())
        .isEqualTo(agent.publicKey());
  }

  /** All pages of two, in order. */
  private List<Integer> paged(Group group, SignerSort sort) {
    List<Integer> signers = new ArrayList<>();
    String after = null;
    do {
      SignerPage page =
          search(group, new SignerQuery(List.of(type), null, null, null, null, sort, 2, after));
      assertThat(page.signers()).hasSizeBetween(1, 2);
      signers.addAll(signers(group, page));
      after = page.next();
    } while (after != null);
    return signers;
  }

  private static List<Integer> found(Group group, SignerQuery query) {
    return signers(group, search(group, query));
  }

  private static SignerPage search(Group group, SignerQuery query) {
    return Group.await(group.agent(0).findSigners(query));
  }

  /** Their numbers in the group; those of other tests are not shown to this one. */
  private static List<Integer> signers(Group group, SignerPage page) {
    return page.signers().stream()
        .map(one -> group.publicKeys().indexOf(one.advertisement().signer()))
        .filter(signer -> signer >= 0)
        .toList();
  }

  private static PublicKey key(Group group, int signer) {
    return group.publicKeys().get(signer);
  }

  private static SignerQuery query(
      @Nullable List<String> types,
      @Nullable Long amount,
      @Nullable Long maxFee,
      @Nullable List<PublicKey> keys) {
    return new SignerQuery(types, amount, maxFee, keys, null, null, null, null);
  }

  private static Advertisement advertisement(
      List<String> types, @Nullable Long min, @Nullable Long max, @Nullable Long fee, long life) {
    return new Advertisement(types, min, max, fee, System.currentTimeMillis() + life, null);
  }
}
