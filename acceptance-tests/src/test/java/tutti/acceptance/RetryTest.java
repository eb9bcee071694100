package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.Bus;
import tutti.agent.Drive;
import tutti.agent.SigningFailedException;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionId;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.event.SessionExpired;
import tutti.protocol.event.SessionReady;
import tutti.protocol.event.SessionRetried;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionStatus;

/** Sessions that end without a signature, and the attempts that come after them. */
class RetryTest {
  private static final List<SessionPhase> ROUNDS =
      List.of(
          SessionPhase.NONCE_COMMITMENT,
          SessionPhase.NONCE_EXCHANGE,
          SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);

  private static LocalCluster cluster;
  private static Bus bus;

  @BeforeAll
  static void start() {
    cluster =
        LocalCluster.start(
            settings -> settings.with(tutti.runtime.config.Settings.SWEEP_INTERVAL, "100ms"));
    bus = new VertxBus(cluster.vertx());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void signsRoundByRoundWhereTheApplicationDrives() {
    try (Company company = manual(2)) {
      SigningRequest request = request(company, 1, null, 600_000);
      SessionId session = company.announce(request);
      allHearOf(company, session);

      assertThat(Company.refusal(company.creator().startRound1(session)))
          .isEqualTo(ErrorCode.WRONG_PHASE);
      commit(company, session);
      assertThat(Company.refusal(company.creator().startRound2(session)))
          .isEqualTo(ErrorCode.WRONG_PHASE);
      share(company, session);
      company.agents().forEach(agent -> Group.await(agent.startRound2(session)));

      assertThat(Group.verifies(request, Group.await(company.creator().finalSignatures(session))))
          .isTrue();
      assertThat(Company.refusal(company.creator().startRound2(session)))
          .isEqualTo(ErrorCode.WRONG_PHASE);
    }
  }

  @Test
  void retriesAnAbortedSessionWithFreshNonces() {
    try (Company company = manual(3)) {
      SigningRequest request = request(company, 2, null, 600_000);
      SessionId first = company.announce(request);
      allHearOf(company, first);
      commit(company, first);
      share(company, first);

      Group.await(company.group().agent(2).abort(first, "changed my mind"));
      company.allHear(SessionAborted.class, end -> "changed my mind".equals(end.reason()));
      SigningFailedException end =
          (SigningFailedException) Company.failure(company.creator().finalSignatures(first));
      assertThat(end.ending()).isEqualTo(SigningFailedException.Ending.ABORTED);
      SessionId second = Group.await(company.group().agent(2).retry(first)).sessionId();

      company.allHear(SessionRetried.class, event -> event.nextSessionId().equals(second));
      allHearOf(company, second);
      commit(company, second);
      share(company, second);
      company.agents().forEach(agent -> Group.await(agent.startRound2(second)));
      for (Agent agent : company.agents()) {
        assertThat(Group.verifies(request, Group.await(agent.finalSignatures(second)))).isTrue();
      }
      assertThat(noncesOf(first)).hasSize(6).doesNotContainAnyElementsOf(noncesOf(second));
      assertThat(noncesOf(second)).hasSize(6);
      assertLinked(company, first, second);
    }
  }

  @Test
  void expiresInEveryRoundThatASignerIsSilentInAndCompletesWhenRetried() {
    // One request per round, at the same time; the last signer leaves its sessions alone.
    try (Company company =
        new Company(
            3, bus, (signer, agent) -> agent.drive(signer == 2 ? Drive.MANUAL : Drive.AUTOMATIC))) {
      Agent silent = company.group().agent(2);
      List<SigningRequest> requests = new ArrayList<>();
      List<SessionId> sessions = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        requests.add(request(company, 10 + round, 3_000L, 600_000));
        sessions.add(company.announce(requests.get(round)));
      }
      for (int round = 0; round < 3; round++) {
        drive(company, silent, sessions.get(round), round);
      }

      for (int round = 0; round < 3; round++) {
        SessionPhase phase = ROUNDS.get(round);
        SessionId session = sessions.get(round);
        List<Integer> missing =
            List.of(requests.get(round).orderedKeys().indexOf(silent.publicKey()));
        company.allHear(
            SessionExpired.class,
            end ->
                end.sessionId().equals(session)
                    && end.phase() == phase
                    && end.missing().equals(missing));
      }
      for (int round = 0; round < 3; round++) {
        SessionId next = Group.await(silent.retry(sessions.get(round))).sessionId();
        drive(company, silent, next, 3);
        assertThat(
                Group.verifies(
                    requests.get(round), Group.await(company.creator().finalSignatures(next))))
            .isTrue();
        assertLinked(company, sessions.get(round), next);
      }
    }
  }

  @Test
  void refusesMoreAttemptsThanTheRequestAllows() {
    try (Company company = manual(2)) {
      RequestOptions twice = new RequestOptions(null, null, false, null, null, null, 2);
      SigningRequest request =
          company.group().request(List.of(SigningItem.of(Group.message(20))), twice);
      SessionId first = company.announce(request);
      allHearOf(company, first);
      assertThat(Company.refusal(company.creator().retry(first))).isEqualTo(ErrorCode.WRONG_PHASE);
      Group.await(company.creator().abort(first, "once"));
      SessionId second = Group.await(company.creator().retry(first)).sessionId();
      allHearOf(company, second);
      Group.await(company.creator().abort(second, "twice"));

      assertThat(Company.refusal(company.creator().retry(second))).isEqualTo(ErrorCode.CONFLICT);
    }
  }

  @Test
  void createsTheNextAttemptOnceHoweverManyAskForIt() {
    try (Company company = manual(3)) {
      SessionId first = company.announce(request(company, 30, null, 600_000));
      allHearOf(company, first);
      Group.await(company.creator().abort(first, "all retry"));
      company.allHear(SessionAborted.class, end -> end.sessionId().equals(first));

      var asked = company.agents().stream().map(agent -> agent.retry(first)).toList();

      Set<SessionId> named = new HashSet<>();
      asked.forEach(reply -> named.add(Group.await(reply).sessionId()));
      assertThat(named).hasSize(1);
      company.allHear(SessionReady.class, ready -> named.contains(ready.sessionId()));
    }
  }

  @Test
  void refusesARetryWhenTheRequestHasExpired() {
    try (Company company = manual(2)) {
      SigningRequest request = request(company, 40, null, 4_000);
      SessionId session = company.announce(request);
      allHearOf(company, session);
      Group.await(company.creator().abort(session, "late"));

      await().until(() -> System.currentTimeMillis() > request.expiresAt());

      assertThat(Company.refusal(company.creator().retry(session))).isEqualTo(ErrorCode.EXPIRED);
    }
  }

  /** Contributes to so many rounds, each as soon as it may start. */
  private static void drive(Company company, Agent agent, SessionId session, int rounds) {
    Diary diary = company.diary(agent);
    diary.awaitHeard(SessionReady.class, ready -> ready.sessionId().equals(session));
    if (rounds > 0) {
      Group.await(agent.startNonceCommitment(session));
      diary.awaitHeard(NonceCommitmentsComplete.class, round -> round.sessionId().equals(session));
    }
    if (rounds > 1) {
      Group.await(agent.startRound1(session));
      diary.awaitHeard(NoncesComplete.class, round -> round.sessionId().equals(session));
    }
    if (rounds > 2) {
      Group.await(agent.startRound2(session));
    }
  }

  private static void commit(Company company, SessionId session) {
    company.agents().forEach(agent -> Group.await(agent.startNonceCommitment(session)));
    company.allHear(NonceCommitmentsComplete.class, round -> round.sessionId().equals(session));
  }

  private static void share(Company company, SessionId session) {
    company.agents().forEach(agent -> Group.await(agent.startRound1(session)));
    company.allHear(NoncesComplete.class, round -> round.sessionId().equals(session));
  }

  private static void allHearOf(Company company, SessionId session) {
    company.allHear(SessionReady.class, ready -> ready.sessionId().equals(session));
  }

  private static List<PublicNonce> noncesOf(SessionId session) {
    var query = new ContributionsQuery(session, ContributionKind.NONCES, 0, null);
    return LocalCluster.await(cluster.context().bus().request(SessionApi.CONTRIBUTIONS, query))
        .contributions()
        .stream()
        .flatMap(envelope -> SessionApi.SHARE_NONCE.bodyOf(envelope).pubnonces().stream())
        .toList();
  }

  private static void assertLinked(Company company, SessionId first, SessionId second) {
    SessionStatus before = Group.await(company.creator().status(first));
    SessionStatus after = Group.await(company.creator().status(second));
    assertThat(before.nextSessionId()).isEqualTo(second);
    assertThat(after.attempt()).isEqualTo(before.attempt() + 1);
    assertThat(after.requestId()).isEqualTo(before.requestId());
  }

  private static Company manual(int size) {
    return new Company(size, bus, (signer, agent) -> agent.drive(Drive.MANUAL));
  }

  private static SigningRequest request(
      Company company, int number, @Nullable Long phaseTimeout, long life) {
    return SigningRequest.by(company.creator().publicKey(), company.group().publicKeys())
        .items(
            List.of(SigningItem.of(Group.message(number)), SigningItem.of(Group.message(-number))))
        .expiresAt(System.currentTimeMillis() + life)
        .options(new RequestOptions(null, phaseTimeout, false, null, null, null, null))
        .build();
  }
}
