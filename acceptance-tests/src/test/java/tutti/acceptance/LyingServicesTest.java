package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.acceptance.SessionLie.Furthest;
import tutti.agent.AgentEvent;
import tutti.agent.Bus;
import tutti.agent.session.Lie;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.event.Event;
import tutti.protocol.event.RequestReceived;
import tutti.protocol.event.SessionFailed;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.config.Settings;

/**
 * P4: services are trusted for liveness only. They show one signer what is not so; it refuses, says
 * what it found, signs nothing, and the others hear of it.
 */
class LyingServicesTest {
  private static final int VICTIM = 1;

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

  static Stream<SessionLie> lies() {
    return SessionLies.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void showsItToOneSigner(SessionLie lie) {
    TamperedBus tampered = new TamperedBus(bus);
    List<Diary> diaries = List.of(new Diary(), new Diary(), new Diary());
    try (Group group =
        Group.of(
            3,
            signer -> signer == VICTIM ? tampered : bus,
            (signer, agent) -> agent.listener(diaries.get(signer)))) {
      lie.tamper().accept(tampered, group);
      SigningRequest request = group.request(2, lie.options());

      Group.await(group.agent(0).announce(request));

      assertThat(diaries.get(VICTIM).first(AgentEvent.LieDetected.class).lie())
          .isEqualTo(lie.found());
      int victim = group.index(group.agent(VICTIM).publicKey());
      assertEnds(lie, diaries.get(0).outcome(), victim);
      assertEnds(lie, diaries.get(2).outcome(), victim);
      assertThat(furthest(tampered)).isEqualTo(lie.furthest());
      assertThat(tampered.said(SessionApi.SHARE_PARTIAL_SIGNATURE))
          .hasSize(lie.furthest() == Furthest.PARTIAL_SIGNATURE ? 1 : 0);
    }
  }

  @Test
  void refusesToJoinARequestThatDoesNotNameIt() {
    TamperedBus tampered = new TamperedBus(bus);
    Diary diary = new Diary();
    try (Group group = group(tampered, diary);
        Group strangers = Group.of(2, bus)) {
      SigningRequest request = strangers.request(1, Group.NO_BROADCAST);
      var id = ScriptedGroup.idOf(request);
      var envelope =
          Pen.write(
              strangers.key(0),
              "request.announce",
              1,
              System.currentTimeMillis(),
              Wire.tree(request));
      tampered.invent(Event.of(id.hex(), 1, 1, new RequestReceived(id, envelope)));

      assertThat(diary.first(AgentEvent.LieDetected.class).lie()).isEqualTo(Lie.NOT_NAMED);
      assertThat(tampered.envelopes()).isEmpty();
      assertThat(group.agents()).hasSize(2);
    }
  }

  @Test
  void doesNotBelieveThatSomebodyIsAtFaultWithoutProof() {
    TamperedBus tampered = new TamperedBus(bus);
    Diary diary = new Diary();
    try (Group group = group(tampered, diary)) {
      SigningRequest request = group.request(1, Group.NO_BROADCAST);
      var session = new SessionTerms(ScriptedGroup.idOf(request), request, 1).sessionId();
      tampered.showing(
          event ->
              event.type().equals("session.nonces-complete")
                  ? Event.of(event.subject(), event.number(), event.time(), blame(session))
                  : event);
      Group.await(group.agent(0).announce(request));

      var end = (Outcome.NotSigned) diary.outcome();
      assertThat(end.phase()).isEqualTo(SessionPhase.FAILED);
      assertThat(end.failure().culprit()).isNull();
      assertThat(group.agent(1).evidence(session)).failsWithin(PATIENCE);
      assertThat(tampered.said(SessionApi.SHARE_PARTIAL_SIGNATURE)).isEmpty();
    }
  }

  private static SessionFailed blame(SessionId session) {
    return new SessionFailed(session, ErrorCode.INVALID_PARTIAL_SIGNATURE, "so they say", 0);
  }

  private static Group group(TamperedBus tampered, Diary diary) {
    return Group.of(
        2,
        member -> member == VICTIM ? tampered : bus,
        (member, agent) -> agent.listener(member == VICTIM ? diary : event -> {}));
  }

  private static void assertEnds(SessionLie lie, Outcome outcome, int victim) {
    if (lie.others() == SessionPhase.COMPLETE) {
      assertThat(outcome).isInstanceOf(Outcome.Signed.class);
      return;
    }
    var end = (Outcome.NotSigned) outcome;
    assertThat(end.phase()).isEqualTo(lie.others());
    assertThat(end.failure().culprit()).isNull();
    if (lie.others() == SessionPhase.ABORTED) {
      assertThat(end.failure().code()).isEqualTo(lie.found().code());
      assertThat(end.failure().abortedBy()).isEqualTo(victim);
    } else {
      assertThat(end.failure().code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(end.failure().missing()).containsExactly(victim);
    }
  }

  private static Furthest furthest(TamperedBus tampered) {
    if (!tampered.said(SessionApi.SHARE_PARTIAL_SIGNATURE).isEmpty()) {
      return Furthest.PARTIAL_SIGNATURE;
    }
    if (!tampered.said(SessionApi.SHARE_NONCE).isEmpty()) {
      return Furthest.NONCE;
    }
    assertThat(tampered.said(RequestApi.JOIN)).hasSize(1);
    return tampered.said(SessionApi.COMMIT_NONCE).isEmpty() ? Furthest.JOIN : Furthest.COMMITMENT;
  }
}
