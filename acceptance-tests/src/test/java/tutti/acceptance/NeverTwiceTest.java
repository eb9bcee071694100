package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Bus;
import tutti.agent.session.Lie;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Signature;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.event.Event;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionStatus;
import tutti.runtime.config.Settings;

/** P3: whatever services repeat, rewind or invent, a signer signs once in a session. */
class NeverTwiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static LocalCluster cluster;
  private static Bus bus;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start(settings -> settings.with(Settings.SWEEP_INTERVAL, "100ms"));
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void signsOnceWhenASecondSetOfNoncesIsInvented() {
    TamperedBus tampered = new TamperedBus(bus).delivering(NeverTwiceTest::withASecondSet);
    tampered.showing(NeverTwiceTest::oneLater);
    try (Group group = group(tampered, new Diary())) {
      SigningRequest request = group.request(2, Group.NO_BROADCAST);

      List<Signature> signatures = group.sign(request);

      assertThat(Group.verifies(request, signatures)).isTrue();
      assertThat(tampered.said(SessionApi.SHARE_PARTIAL_SIGNATURE)).hasSize(1);
    }
  }

  @Test
  void saysEverythingOnceWhenAllEventsAreRepeatedAndRewound() {
    List<Event> past = new CopyOnWriteArrayList<>();
    TamperedBus tampered =
        new TamperedBus(bus)
            .delivering(
                event -> {
                  past.add(event);
                  List<Event> again = new ArrayList<>(past);
                  again.addAll(past);
                  return again;
                });
    Diary diary = new Diary();
    try (Group group = group(tampered, diary)) {
      SigningRequest request = group.request(2, Group.NO_BROADCAST);

      assertThat(Group.verifies(request, group.sign(request))).isTrue();
      assertThat(diary.outcome()).isInstanceOf(Outcome.Signed.class);
      past.forEach(tampered::invent);

      assertSaidOnce(tampered);
    }
  }

  @Test
  void saysEverythingOnceWhenServicesClaimNotToHaveHeardIt() {
    TamperedBus tampered =
        new TamperedBus(bus)
            .answering(
                SessionStatus.class,
                status ->
                    TamperedBus.edited(
                        status,
                        SessionStatus.class,
                        json -> json.putArray("awaiting").add(0).add(1)));
    try (Group group = group(tampered, new Diary())) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);

      assertThat(Group.verifies(request, group.sign(request))).isTrue();
      assertSaidOnce(tampered);
    }
  }

  @Test
  void isNotLedIntoASessionAgainThatIsLongOver() {
    List<Event> past = new CopyOnWriteArrayList<>();
    TamperedBus tampered =
        new TamperedBus(bus)
            .delivering(
                event -> {
                  past.add(event);
                  return List.of(event);
                });
    Diary diary = new Diary();
    Limits forgetful = Limits.defaults().with(Limit.RETENTION, 0).with(Limit.SYNC_INTERVAL, 50);
    try (Group group =
        Group.of(
            2,
            member -> member == 1 ? tampered : bus,
            (member, agent) -> agent.listener(member == 1 ? diary : e -> {}).limits(forgetful))) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);
      group.sign(request);
      diary.outcome();
      tampered.answering(
          SessionStatus.class, status -> rewound(status, group.index(tampered.signer())));

      // Until its agent has forgotten the session, and takes the old announcement for news.
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                past.forEach(tampered::invent);
                return diary.lies().contains(Lie.ATTEMPT)
                    || tampered.said(SessionApi.COMMIT_NONCE).size() > 1;
              });

      assertSaidOnce(tampered);
    }
  }

  @Test
  void isNotLedBackIntoAnEarlierAttempt() {
    List<Event> past = new CopyOnWriteArrayList<>();
    TamperedBus tampered =
        new TamperedBus(bus)
            .delivering(
                event -> {
                  past.add(event);
                  return List.of(event);
                });
    Diary diary = new Diary();
    try (Group group = group(tampered, diary)) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);
      var id = ScriptedGroup.idOf(request);
      SessionId first = new SessionTerms(id, request, 1).sessionId();
      tampered.holding(
          envelope ->
              envelope.type().equals(SessionApi.SHARE_NONCE.type())
                      && envelope.body().get("attempt").asInt() == 1
                  ? new CompletableFuture<>()
                  : CompletableFuture.completedFuture(null));
      Group.await(group.agent(0).announce(request));
      await().atMost(PATIENCE).until(() -> !tampered.said(SessionApi.SHARE_NONCE).isEmpty());
      Group.await(group.agent(0).abort(first, "once more"));
      SessionId second = Group.await(group.agent(0).retry(first)).sessionId();

      past.forEach(tampered::invent);

      assertThat(Group.await(group.agent(1).finalSignatures(second))).hasSize(1);
      assertThat(tampered.said(SessionApi.SHARE_NONCE)).extracting("attempt").containsExactly(1, 2);
      assertThat(tampered.said(SessionApi.SHARE_PARTIAL_SIGNATURE))
          .extracting("sessionId")
          .containsExactly(second);
    }
  }

  @Test
  void isNotLedIntoAnAttemptThatNobodyAskedFor() {
    TamperedBus tampered = new TamperedBus(bus);
    Diary diary = new Diary();
    try (Group group = group(tampered, diary)) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);
      tampered.delivering(event -> jumping(event, request));

      assertThat(Group.verifies(request, group.sign(request))).isTrue();

      assertThat(tampered.said(SessionApi.SHARE_PARTIAL_SIGNATURE)).hasSize(1);
      assertThat(tampered.said(SessionApi.COMMIT_NONCE)).extracting("attempt").containsOnly(1);
    }
  }

  private static Group group(TamperedBus tampered, Diary diary) {
    Limits eager = Limits.defaults().with(Limit.SYNC_INTERVAL, 100);
    return Group.of(
        2,
        member -> member == 1 ? tampered : bus,
        (member, agent) -> agent.limits(eager).listener(member == 1 ? diary : event -> {}));
  }

  private static void assertSaidOnce(TamperedBus tampered) {
    assertThat(tampered.said(SessionApi.COMMIT_NONCE)).hasSize(1);
    assertThat(tampered.said(SessionApi.SHARE_NONCE)).hasSize(1);
    assertThat(tampered.said(SessionApi.SHARE_PARTIAL_SIGNATURE)).hasSize(1);
  }

  /** The nonces, and right behind them others of which everything but the origin is right. */
  private static List<Event> withASecondSet(Event event) {
    if (!event.type().equals("session.nonces-complete")) {
      return List.of(event);
    }
    var second =
        TamperedBus.edited(
            (NoncesComplete) event.typed().orElseThrow(),
            NoncesComplete.class,
            set -> Sets.consistentNonces(0, set));
    return List.of(event, Event.of(event.subject(), event.number() + 1, event.time(), second));
  }

  /** Makes room for the invented event. */
  private static Event oneLater(Event event) {
    return event.type().equals("session.complete")
        ? TamperedBus.numbered(event, event.number() + 1)
        : event;
  }

  /** Says that the session has only begun. */
  private static SessionStatus rewound(SessionStatus status, int signer) {
    return TamperedBus.edited(
        status,
        SessionStatus.class,
        json -> {
          json.put("phase", "NONCE_COMMITMENT").remove(List.of("signatures", "failure"));
          json.put("deadline", System.currentTimeMillis() + 9_000);
          json.putArray("awaiting").add(signer);
        });
  }

  /** Adds the announcement of a second attempt to that of the first. */
  private static List<Event> jumping(Event event, SigningRequest request) {
    if (!event.type().equals("session.ready")) {
      return List.of(event);
    }
    var next = new SessionTerms(ScriptedGroup.idOf(request), request, 2).sessionId();
    var data = event.data().deepCopy().put("sessionId", next.hex()).put("attempt", 2);
    var jump = new Event(next.hex() + ":1", event.type(), event.time(), next.hex(), 1, data);
    return List.of(event, jump);
  }
}
