package tutti.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tutti.discovery.domain.SignerCommand;
import tutti.discovery.domain.SignerMachine;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.Envelope;
import tutti.protocol.SessionId;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.RecordOutcome;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.discovery.SignerSort;
import tutti.protocol.discovery.Withdrawal;
import tutti.protocol.event.Event;
import tutti.protocol.event.SignerAdvertised;

class DiscoveryVerticleTest {
  @RegisterExtension
  static final RunningService SERVICE = new RunningService(Map.of("timestamp-skew", "1m"));

  private static final AtomicInteger TYPES = new AtomicInteger();

  /** Of this test alone, so that it finds only its own signers. */
  private String type;

  private final TestSigner alice = TestSigner.create();

  @BeforeEach
  void nameAType() {
    type = "type-" + TYPES.incrementAndGet();
  }

  @Test
  void listsASignerAndTellsWhoeverIsInterested() {
    var all = SERVICE.topic(Addresses.SIGNER_EVENTS);
    var some = SERVICE.topic(Addresses.signerEvents(type));
    var others = SERVICE.topic(Addresses.signerEvents("other"));
    var advertisement = advertisement(alice, 5);

    var reply = SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement);

    assertThat(reply.publicKey()).isEqualTo(alice.key());
    assertThat(reply.repeated()).isFalse();
    var found = find(query(null)).signers();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).advertisement().digest()).isEqualTo(advertisement.digest());
    assertThat(found.get(0).record()).isEqualTo(SignerRecord.NONE);
    await().until(() -> typesOf(some).contains("signer.advertised"));
    await().until(() -> typesOf(all).contains("signer.advertised"));
    assertThat(others).isEmpty();
    var told = (SignerAdvertised) some.element().typed().orElseThrow();
    assertThat(told.advertisement().digest()).isEqualTo(advertisement.digest());
  }

  @Test
  void answersTheSameAdvertisementAgainWithoutTellingAnyone() {
    var advertisement = advertisement(alice, 5);
    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement);
    var before = SERVICE.stored();

    assertThat(SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement).repeated()).isTrue();

    assertThat(SERVICE.stored()).isEqualTo(before);
  }

  @Test
  void replacesAnAdvertisementByANewerOne() {
    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(alice, 5));
    SERVICE.clock.advance(Duration.ofSeconds(61));

    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(alice, 6));

    var found = find(query(null)).signers();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).advertisement().body().get("fee").asInt()).isEqualTo(6);
  }

  @Test
  void takesASignerOffTheListAndForgetsIt() {
    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(alice, 5));
    var topic = SERVICE.topic(Addresses.signerEvents(type));
    SERVICE.clock.advance(Duration.ofMillis(5));
    var withdrawal = withdrawal(alice);

    assertThat(SERVICE.ask(DiscoveryApi.WITHDRAW, withdrawal).withdrawn()).isTrue();
    assertThat(SERVICE.ask(DiscoveryApi.WITHDRAW, withdrawal).withdrawn()).isTrue();

    assertThat(find(query(null)).signers()).isEmpty();
    await().until(() -> typesOf(topic).contains("signer.withdrawn"));
    SERVICE.clock.advance(Duration.ofSeconds(61));
    await().until(() -> SERVICE.stored().stream().noneMatch(e -> e.startsWith(alice.key().hex())));
  }

  @Test
  void saysThatThereWasNothingToWithdraw() {
    assertThat(SERVICE.ask(DiscoveryApi.WITHDRAW, withdrawal(alice)).withdrawn()).isFalse();
  }

  @Test
  void neverFindsWhatHasExpiredAndForgetsIt() {
    long now = SERVICE.now();
    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(alice, 5, now, now + 120_000));
    var topic = SERVICE.topic(Addresses.signerEvents(type));

    SERVICE.clock.advance(Duration.ofSeconds(121));

    assertThat(find(query(null)).signers()).isEmpty();
    await().until(() -> typesOf(topic).contains("signer.expired"));
    await().until(() -> SERVICE.stored().stream().noneMatch(e -> e.startsWith(alice.key().hex())));
  }

  @Test
  void showsTheRecordThatTheServicesCounted() {
    var bob = TestSigner.create();
    count(1, List.of(alice.key()), null); // before anyone is listed
    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(alice, 5));
    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(bob, 4));

    count(2, List.of(alice.key(), bob.key()), null);
    count(2, List.of(alice.key(), bob.key()), null);
    count(3, List.of(), bob.key());

    var found = find(query(SignerSort.COMPLETED)).signers();
    assertThat(found)
        .extracting(l -> l.advertisement().signer())
        .containsExactly(alice.key(), bob.key());
    assertThat(found)
        .extracting(l -> l.record())
        .containsExactly(new SignerRecord(2, 0), new SignerRecord(1, 1));
    var proven = new SignerQuery(List.of(type), null, null, null, 2L, null, null, null);
    assertThat(find(proven).signers()).hasSize(1);
  }

  @Test
  void keepsARecordWhenTheSignerIsAwayForAWhile() {
    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(alice, 5));
    count(7, List.of(alice.key()), null);
    SERVICE.clock.advance(Duration.ofMillis(5));
    SERVICE.ask(DiscoveryApi.WITHDRAW, withdrawal(alice));
    SERVICE.clock.advance(Duration.ofMinutes(2));

    SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(alice, 5));

    assertThat(find(query(null)).signers().get(0).record()).isEqualTo(new SignerRecord(1, 0));
  }

  @Test
  void findsManyInPagesWithoutLosingOrRepeatingAny() {
    var keys = new HashSet<PublicKey>();
    for (int i = 0; i < 7; i++) {
      var signer = TestSigner.create();
      keys.add(signer.key());
      SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(signer, i % 3));
    }

    for (SignerSort sort : SignerSort.values()) {
      var found = new ArrayList<PublicKey>();
      String after = null;
      do {
        var page = find(new SignerQuery(List.of(type), null, null, null, null, sort, 3, after));
        page.signers().forEach(listing -> found.add(listing.advertisement().signer()));
        after = page.next();
      } while (after != null);

      assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(keys);
    }
    var byKey = new SignerQuery(null, null, null, List.copyOf(keys), null, SignerSort.KEY, 3, null);
    assertThat(find(byKey).signers())
        .extracting(l -> l.advertisement().signer())
        .containsExactlyElementsOf(keys.stream().sorted().limit(3).toList());
    assertThat(find(byKey).next()).isNotNull();
  }

  @Test
  void findsTheSameWhereverTheAdvertisementsAre() {
    for (int i = 0; i < 20; i++) {
      SERVICE.ask(DiscoveryApi.ADVERTISE, advertisement(TestSigner.create(), i % 5));
    }
    var narrow = new SignerQuery(List.of(type), null, 3L, null, null, null, 10, null);
    var before = find(narrow);

    var other = SERVICE.anotherMember();
    try {
      var map = other.context().hazelcast().getMap(SignerMachine.MAP);
      await().until(() -> map.getLocalMapStats().getOwnedEntryCount() > 0);

      assertThat(find(narrow)).isEqualTo(before);
      assertThat(before.signers()).hasSize(10);
    } finally {
      RunningService.await(other.close());
    }
    assertThat(find(narrow)).isEqualTo(before);
  }

  @Test
  void tellsWhatACrashLeftUntold() {
    var topic = SERVICE.topic(Addresses.signerEvents(type));
    var envelope = advertisement(alice, 5);

    // The change is written, and whoever made it is gone.
    RunningService.await(
        SERVICE
            .services()
            .documents(new SignerMachine())
            .apply(
                alice.key().hex(),
                new SignerCommand.Advertise(
                    SERVICE.now(),
                    envelope,
                    DiscoveryApi.ADVERTISE.bodyOf(envelope),
                    new SignerCommand.Rules(60_000, 60_000))));
    SERVICE.clock.advance(Duration.ofSeconds(3));

    await().until(() -> typesOf(topic).contains("signer.advertised"));
  }

  private static void count(int session, List<PublicKey> completed, PublicKey atFault) {
    byte[] id = new byte[32];
    id[0] = (byte) session;
    SERVICE.ask(
        DiscoveryApi.RECORD_OUTCOME,
        new RecordOutcome(new SessionId(Bytes.of(id)), completed, atFault));
  }

  private SignerPage find(SignerQuery query) {
    return SERVICE.ask(DiscoveryApi.FIND, query);
  }

  private SignerQuery query(SignerSort sort) {
    return new SignerQuery(List.of(type), null, null, null, null, sort, null, null);
  }

  private Envelope advertisement(TestSigner signer, long fee) {
    long now = SERVICE.now();
    return advertisement(signer, fee, now, now + 3_600_000);
  }

  private Envelope advertisement(TestSigner signer, long fee, long now, long expiresAt) {
    var ad = new Advertisement(List.of(type), null, null, fee, expiresAt, null);
    return signer.say("discovery.advertise", ad, now);
  }

  private static Envelope withdrawal(TestSigner signer) {
    return signer.say("discovery.withdraw", new Withdrawal("holiday"), SERVICE.now());
  }

  private static List<String> typesOf(Iterable<Event> events) {
    var types = new ArrayList<String>();
    events.forEach(event -> types.add(event.type()));
    return types;
  }
}
