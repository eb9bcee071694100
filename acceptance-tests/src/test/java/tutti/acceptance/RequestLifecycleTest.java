package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.agent.Agent;
import tutti.agent.AgentBuilder;
import tutti.agent.AgentEvent;
import tutti.agent.Bus;
import tutti.agent.Drive;
import tutti.agent.Policy;
import tutti.agent.ProposedSigning;
import tutti.agent.SigningFailedException;
import tutti.agent.SigningHandle;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.ParticipantJoined;
import tutti.protocol.event.RequestCancelled;
import tutti.protocol.event.RequestDeclined;
import tutti.protocol.event.RequestExpired;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.event.SessionReady;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionPhase;

/** Requests that come to nothing, and signers that come and go. */
class RequestLifecycleTest {
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
  void tellsEveryoneWhoDeclinedAndWhy() {
    try (Company company = undecided(3)) {
      SigningHandle handle = announce(company, request(company, 1, 600_000));
      Agent joiner = company.group().agent(1);
      Agent decliner = company.group().agent(2);
      Group.await(joiner.join(handle.requestId()));
      company.allHear(ParticipantJoined.class, joined -> joined.publicKey().equals(key(joiner)));

      Group.await(decliner.decline(handle.requestId(), "too much"));

      company.allHear(RequestDeclined.class, end -> "too much".equals(end.reason()));
      assertThat(ending(handle)).isEqualTo(SigningFailedException.Ending.DECLINED);
      RequestView view = view(handle.requestId());
      assertThat(view.state()).isEqualTo(RequestState.DECLINED);
      assertThat(view.reason()).isEqualTo("too much");
      assertThat(Company.refusal(joiner.decline(handle.requestId(), "me too")))
          .isEqualTo(ErrorCode.WRONG_PHASE);
    }
  }

  @Test
  void tellsEveryoneThatTheCreatorCancelled() {
    try (Company company = undecided(2)) {
      SigningHandle handle = announce(company, request(company, 2, 600_000));
      Agent other = company.group().agent(1);
      awaitRequested(company, other, handle.requestId());

      assertThat(Company.refusal(other.cancel(handle.requestId(), "not mine")))
          .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
      Group.await(company.creator().cancel(handle.requestId(), "typo"));

      company.allHear(RequestCancelled.class, end -> "typo".equals(end.reason()));
      assertThat(ending(handle)).isEqualTo(SigningFailedException.Ending.CANCELLED);
      assertThat(view(handle.requestId()).state()).isEqualTo(RequestState.CANCELLED);
      assertThat(Company.refusal(other.join(handle.requestId()))).isEqualTo(ErrorCode.WRONG_PHASE);
    }
  }

  @Test
  void tellsEveryoneWhomAnExpiredRequestWaitedFor() {
    try (Company company = undecided(3)) {
      SigningRequest request = request(company, 3, 2_500);
      SigningHandle handle = announce(company, request);
      Agent joiner = company.group().agent(1);
      Agent absent = company.group().agent(2);
      Group.await(joiner.join(handle.requestId()));
      awaitRequested(company, absent, handle.requestId());

      int missing = request.orderedKeys().indexOf(key(absent));
      company.allHear(RequestExpired.class, end -> end.missing().equals(List.of(missing)));
      assertThat(ending(handle)).isEqualTo(SigningFailedException.Ending.EXPIRED);
      assertThat(view(handle.requestId()).state()).isEqualTo(RequestState.EXPIRED);
      assertThat(Company.failure(absent.join(handle.requestId()))).isInstanceOf(Exception.class);
    }
  }

  @Test
  void declinesWhatThePolicyRejectsBeforeJoining() {
    try (Company company =
        new Company(
            2, bus, (signer, agent) -> agent.policy(signer == 1 ? never() : Policy.approveAll()))) {
      SigningHandle handle = announce(company, request(company, 4, 600_000));

      company.allHear(RequestDeclined.class, end -> "never".equals(end.reason()));
      assertThat(ending(handle)).isEqualTo(SigningFailedException.Ending.DECLINED);
      assertThat(company.diary(company.group().agent(1)).all(AgentEvent.Rejected.class))
          .extracting(AgentEvent.Rejected::requestId)
          .contains(handle.requestId());
    }
  }

  @Test
  void announcesNothingThatTheCreatorsOwnPolicyRejects() {
    try (Company company = new Company(2, bus, (signer, agent) -> agent.policy(never()))) {
      SigningRequest request = request(company, 5, 600_000);

      assertThat(Company.refusal(company.creator().announce(request)))
          .isEqualTo(ErrorCode.REFUSED_BY_POLICY);
      assertThat(Group.await(company.group().agent(1).findRequests())).isEmpty();
    }
  }

  @Test
  void abortsWhatThePolicyRejectsBeforeItsPartialSignatureLeaves() {
    Policy joinOnly =
        Policy.of(signing -> signing.stage() == ProposedSigning.Stage.JOIN, "not signing this");
    try (Company company =
        new Company(
            3,
            bus,
            (signer, agent) -> agent.policy(signer == 1 ? joinOnly : Policy.approveAll()))) {
      SigningRequest request = request(company, 6, 600_000);
      SigningHandle handle = announce(company, request);
      SessionId session = Company.firstSession(handle.requestId(), request);
      int rejecter = request.orderedKeys().indexOf(key(company.group().agent(1)));

      for (Agent other : List.of(company.creator(), company.group().agent(2))) {
        company
            .diary(other)
            .awaitHeard(
                SessionAborted.class,
                end -> end.abortedBy() == rejecter && end.code() == ErrorCode.REFUSED_BY_POLICY);
      }
      assertThat(company.diary(company.group().agent(1)).outcome())
          .isInstanceOf(Outcome.NotSigned.class);
      assertThat(ending(handle)).isEqualTo(SigningFailedException.Ending.ABORTED);
      var status = Group.await(company.creator().status(session));
      assertThat(status.phase()).isEqualTo(SessionPhase.ABORTED);
      assertThat(status.failure()).isNotNull();
      assertThat(status.failure().culprit()).isNull();
    }
  }

  @Test
  void letsASignerThatWasAwayFindWhatWaitsForIt() {
    try (SecretKey late = SecretKey.generate();
        Company company = new Company(2, bus)) {
      List<PublicKey> keys = new ArrayList<>(company.group().publicKeys());
      keys.add(late.publicKey());
      SigningRequest request = request(company, keys, 7, 600_000);
      SigningHandle handle = announce(company, request);
      company.allHear(ParticipantJoined.class, joined -> joined.publicKey().equals(keys.get(1)));

      try (Agent agent = Group.await(agent(late, new Diary()).start())) {
        assertThat(Group.verifies(request, Group.await(handle.signatures()))).isTrue();
        assertThat(Group.verifies(request, Group.await(agent.finalSignatures(handle.requestId()))))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SessionPhase.class,
      names = {"NONCE_COMMITMENT", "NONCE_EXCHANGE"})
  void neverContributesAgainAfterARestartAndCompletesWhenRetried(SessionPhase phase) {
    Diary before = new Diary();
    Diary after = new Diary();
    try (SecretKey key = SecretKey.generate();
        Company company = new Company(2, bus, (signer, agent) -> agent.drive(Drive.MANUAL))) {
      List<PublicKey> keys = new ArrayList<>(company.group().publicKeys());
      keys.add(key.publicKey());
      SigningRequest request = request(company, keys, 8, 600_000);
      SessionId first;
      try (Agent agent = Group.await(agent(key, before).start())) {
        SigningHandle handle = announce(company, request);
        first = Company.firstSession(handle.requestId(), request);
        // It contributes by itself; the session then waits for the others in the phase.
        playUntil(company, first, phase);
        awaitContribution(agent, first, phase, request.orderedKeys().indexOf(key.publicKey()));
      }

      try (Agent agent = Group.await(agent(key, after).start())) {
        company.allHear(SessionAborted.class, end -> end.code() == ErrorCode.NONCE_LOST);
        var status = Group.await(agent.status(first));
        assertThat(status.phase()).isEqualTo(SessionPhase.ABORTED);
        assertThat(status.failure().culprit()).isNull();

        SessionId second = Group.await(agent.retry(first)).sessionId();
        playUntil(company, second, SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);
        company.agents().forEach(other -> Group.await(other.startRound2(second)));

        List<Signature> signatures = Group.await(agent.finalSignatures(second));
        assertThat(Group.verifies(request, signatures)).isTrue();
      }
    }
  }

  @Test
  void completesWhatItHasSignedBeforeARestart() {
    Diary diary = new Diary();
    try (SecretKey key = SecretKey.generate();
        Company company = new Company(2, bus, (signer, agent) -> agent.drive(Drive.MANUAL))) {
      List<PublicKey> keys = new ArrayList<>(company.group().publicKeys());
      keys.add(key.publicKey());
      SigningRequest request = request(company, keys, 9, 600_000);
      SessionId session;
      try (Agent agent = Group.await(agent(key, diary).start())) {
        SigningHandle handle = announce(company, request);
        session = Company.firstSession(handle.requestId(), request);
        SessionPhase last = SessionPhase.PARTIAL_SIGNATURE_EXCHANGE;
        playUntil(company, session, last);
        awaitContribution(agent, session, last, request.orderedKeys().indexOf(key.publicKey()));
      }

      try (Agent agent = Group.await(agent(key, new Diary()).start())) {
        company.agents().forEach(other -> Group.await(other.startRound2(session)));

        assertThat(Group.verifies(request, Group.await(agent.finalSignatures(session)))).isTrue();
      }
    }
  }

  /** Lets the driven agents finish all rounds before a phase. */
  private static void playUntil(Company company, SessionId session, SessionPhase phase) {
    company.allHear(SessionReady.class, ready -> ready.sessionId().equals(session));
    if (phase.compareTo(SessionPhase.NONCE_EXCHANGE) >= 0) {
      company.agents().forEach(agent -> Group.await(agent.startNonceCommitment(session)));
      company.allHear(NonceCommitmentsComplete.class, set -> set.sessionId().equals(session));
    }
    if (phase == SessionPhase.PARTIAL_SIGNATURE_EXCHANGE) {
      company.agents().forEach(agent -> Group.await(agent.startRound1(session)));
      company.allHear(NoncesComplete.class, set -> set.sessionId().equals(session));
    }
  }

  private static void awaitContribution(
      Agent agent, SessionId session, SessionPhase phase, int index) {
    await()
        .atMost(Diary.PATIENCE)
        .until(
            () -> Group.await(agent.status(session)),
            status -> status.phase() == phase && !status.awaiting().contains(index));
  }

  private static void awaitRequested(Company company, Agent agent, RequestId id) {
    await()
        .atMost(Diary.PATIENCE)
        .until(
            () ->
                company.diary(agent).all(AgentEvent.Requested.class).stream()
                    .anyMatch(asked -> asked.requestId().equals(id)));
  }

  private static SigningHandle announce(Company company, SigningRequest request) {
    return Group.await(company.creator().announce(request));
  }

  private static SigningFailedException.Ending ending(SigningHandle handle) {
    CompletableFuture<?> signatures = handle.signatures();
    return ((SigningFailedException) Company.failure(signatures)).ending();
  }

  private static RequestView view(RequestId id) {
    return LocalCluster.await(cluster.context().bus().request(RequestApi.GET, new GetRequest(id)));
  }

  private static PublicKey key(Agent agent) {
    return agent.publicKey();
  }

  private static Policy never() {
    return Policy.of(signing -> false, "never");
  }

  private static AgentBuilder agent(SecretKey key, Diary diary) {
    return Agent.builder(bus)
        .key(key)
        .policy(Policy.approveAll())
        .limits(Company.IMPATIENT)
        .listener(diary);
  }

  /** Agents that join only when told to. */
  private static Company undecided(int size) {
    return new Company(size, bus, (signer, agent) -> agent.policy(null));
  }

  private static SigningRequest request(Company company, int number, long life) {
    return request(company, company.group().publicKeys(), number, life);
  }

  private static SigningRequest request(
      Company company, List<PublicKey> keys, int number, long life) {
    return SigningRequest.by(company.creator().publicKey(), keys)
        .items(List.of(SigningItem.of(Group.message(number))))
        .expiresAt(System.currentTimeMillis() + life)
        .options(Group.NO_BROADCAST)
        .build();
  }
}
