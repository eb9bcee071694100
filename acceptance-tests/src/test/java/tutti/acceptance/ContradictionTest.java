package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.Bus;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.SessionTerms;
import tutti.protocol.SignedOperation;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.SharePartialSignature;
import tutti.runtime.state.Kept;
import tutti.session.domain.Session;

/**
 * A signer who contradicts itself is named, with both things that it said; services cannot fake it.
 */
class ContradictionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static LocalCluster cluster;
  private static Bus bus;
  private static Line line;

  private final Diary diary = new Diary();
  // Open: the second honest signer may speak. It is the one whom every phase waits for.
  private volatile CompletableFuture<Void> late = new CompletableFuture<>();
  private volatile String held = "";
  private Group honest;
  private ScriptedSigner cheater;
  private SigningRequest request;
  private Part part;
  private SessionView view;

  @BeforeAll
  static void startCluster() {
    cluster = LocalCluster.start(settings -> settings.with(Limit.ADVERTISEMENT_INTERVAL, "0ms"));
    bus = new VertxBus(cluster.vertx());
    line = new Line(cluster.vertx());
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    honest =
        Group.of(
            2,
            member -> member == 1 ? new TamperedBus(bus).holding(this::inTime) : bus,
            (member, agent) -> agent.listener(member == 0 ? diary : event -> {}));
    cheater = new ScriptedSigner(line, SecretKey.generate());
    List<PublicKey> keys = new ArrayList<>(honest.publicKeys());
    keys.add(cheater.publicKey());
    SigningRequest own = honest.request(2, Group.NO_BROADCAST);
    request =
        SigningRequest.by(own.creator(), keys)
            .items(own.items())
            .expiresAt(own.expiresAt())
            .options(own.options())
            .build();
    var id = ScriptedGroup.idOf(request);
    part = new Part(cheater.key(), new SessionTerms(id, request, 1));
    view = new SessionView(line, part.sessionId());
  }

  @AfterEach
  void close() {
    late.complete(null);
    honest.close();
  }

  @Test
  void isNamedForTwoCommitments() {
    begin(SessionApi.COMMIT_NONCE);
    cheater.say(SessionApi.COMMIT_NONCE, part.commitment());

    Refusal refusal = refusal(SessionApi.COMMIT_NONCE, another().commitment());

    assertNamed(ErrorCode.EQUIVOCATION, refusal, 2);
  }

  @Test
  void isNamedForTwoNonces() {
    begin(SessionApi.SHARE_NONCE);
    cheater.say(SessionApi.COMMIT_NONCE, part.commitment());
    view.awaitPhase(SessionPhase.NONCE_EXCHANGE);
    cheater.say(SessionApi.SHARE_NONCE, part.nonce(view.commitmentsHash()));

    Refusal refusal = refusal(SessionApi.SHARE_NONCE, another().nonce(view.commitmentsHash()));

    assertNamed(ErrorCode.EQUIVOCATION, refusal, 2);
  }

  @Test
  void isNamedForTwoPartialSignatures() {
    begin(SessionApi.SHARE_PARTIAL_SIGNATURE);
    SharePartialSignature right = toTheSignature();
    cheater.say(SessionApi.SHARE_PARTIAL_SIGNATURE, right);

    Refusal refusal = refusal(SessionApi.SHARE_PARTIAL_SIGNATURE, wrong(right));

    assertNamed(ErrorCode.EQUIVOCATION, refusal, 2);
  }

  @Test
  void isNamedForANonceThatItDidNotCommitTo() {
    begin(SessionApi.SHARE_NONCE);
    cheater.say(SessionApi.COMMIT_NONCE, part.commitment());
    view.awaitPhase(SessionPhase.NONCE_EXCHANGE);

    Refusal refusal = refusal(SessionApi.SHARE_NONCE, another().nonce(view.commitmentsHash()));

    assertNamed(ErrorCode.COMMITMENT_MISMATCH, refusal, 2);
  }

  @Test
  void isNotNamedForTheSameWordsInAnotherEnvelope() {
    begin(SessionApi.COMMIT_NONCE);
    cheater.say(SessionApi.COMMIT_NONCE, part.commitment());

    SessionReply again = cheater.say(SessionApi.COMMIT_NONCE, part.commitment());

    assertThat(again.repeated()).isTrue();
    assertThat(view.status().phase()).isEqualTo(SessionPhase.NONCE_COMMITMENT);
  }

  @Test
  void isOnRecordWithItsFaultWhileTheOthersAreNot() {
    advertise();
    begin(SessionApi.COMMIT_NONCE);
    cheater.say(SessionApi.COMMIT_NONCE, part.commitment());
    refusal(SessionApi.COMMIT_NONCE, another().commitment());

    await().atMost(PATIENCE).until(() -> recordOf(cheater.publicKey()).failedAtFault() == 1);
    assertThat(recordOf(honest.agent(0).publicKey())).isEqualTo(SignerRecord.NONE);
    assertThat(recordOf(honest.agent(1).publicKey())).isEqualTo(SignerRecord.NONE);
  }

  @Test
  void isOnRecordWithWhatItCompletedAsAllOthersAre() {
    advertise();
    begin(SessionApi.CLOSE);
    cheater.say(SessionApi.SHARE_PARTIAL_SIGNATURE, toTheSignature());

    for (PublicKey signer : request.keys()) {
      await().atMost(PATIENCE).until(() -> recordOf(signer).equals(new SignerRecord(1, 0)));
    }
  }

  @Test
  void cannotBeInventedByServicesForAnHonestSigner() {
    begin(SessionApi.SHARE_PARTIAL_SIGNATURE);
    late.complete(null);
    cheater.say(SessionApi.SHARE_PARTIAL_SIGNATURE, wrong(toTheSignature()));
    view.awaitPhase(SessionPhase.FAILED);
    Evidence evidence = Group.await(honest.agent(0).evidence(part.sessionId()));
    assertThat(Accusation.flaw(evidence)).isEmpty();
    int victim = evidence.signerIndex() == 0 ? 1 : 0;
    Envelope commitment = view.contributions(ContributionKind.NONCE_COMMITMENTS).get(victim);
    Envelope nonce = view.contributions(ContributionKind.NONCES).get(victim);
    // Only what runs the services can see it: others are shown partial signatures at the end alone.
    Kept kept =
        cluster.context().hazelcast().<String, Kept>getMap("sessions").get(part.sessionId().hex());
    Envelope share = kept.document(Session.class).orElseThrow().rounds().partialSigs().at(victim);

    assertProvesNothing(
        Accusation.framed(evidence, victim, ErrorCode.INVALID_PARTIAL_SIGNATURE, share));
    assertProvesNothing(
        Accusation.framed(evidence, victim, ErrorCode.COMMITMENT_MISMATCH, commitment, nonce));
    assertProvesNothing(Accusation.framed(evidence, victim, ErrorCode.EQUIVOCATION, share, share));
    assertProvesNothing(
        Accusation.framed(evidence, victim, ErrorCode.EQUIVOCATION, commitment, nonce));
    assertProvesNothing(Accusation.framed(evidence, victim, ErrorCode.EQUIVOCATION, commitment));
    assertProvesNothing(Accusation.framed(evidence, victim, ErrorCode.TIMEOUT, share));
    assertProvesNothing(Accusation.withOtherNonces(evidence, victim, share));
    assertProvesNothing(Accusation.withForgedShare(evidence, victim, share));
    assertProvesNothing(Accusation.of(evidence, json -> json.put("attempt", 2)));
    assertProvesNothing(Accusation.of(evidence, json -> json.put("signerIndex", 7)));
    assertIsRefused(
        Accusation.framed(evidence, victim, ErrorCode.INVALID_PARTIAL_SIGNATURE, share));
  }

  private static void assertProvesNothing(Evidence evidence) {
    assertThat(Accusation.flaw(evidence)).as(evidence.code().name()).isPresent();
  }

  /** An agent that is shown such evidence does not hand it on. */
  private void assertIsRefused(Evidence forged) {
    Bus lying = new TamperedBus(bus).answering(Evidence.class, genuine -> forged);
    Agent reader = Group.await(Agent.builder(lying).key(honest.key(0)).start());
    assertThat(reader.evidence(part.sessionId()))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withMessageContaining("the evidence proves nothing");
    reader.close();
  }

  /** Announces; the second honest signer then waits with one kind of contribution. */
  private void begin(SignedOperation<?, ?> holding) {
    held = holding.type();
    Group.await(honest.agent(0).announce(request));
    cheater.join(request, ScriptedGroup.idOf(request));
    view.awaitPhase(SessionPhase.NONCE_COMMITMENT);
  }

  private SharePartialSignature toTheSignature() {
    cheater.say(SessionApi.COMMIT_NONCE, part.commitment());
    view.awaitPhase(SessionPhase.NONCE_EXCHANGE);
    cheater.say(SessionApi.SHARE_NONCE, part.nonce(view.commitmentsHash()));
    view.awaitPhase(SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);
    return part.signature(view.pubnonces());
  }

  private Part another() {
    return new Part(cheater.key(), new SessionTerms(ScriptedGroup.idOf(request), request, 1));
  }

  private static SharePartialSignature wrong(SharePartialSignature right) {
    return new SharePartialSignature(
        right.sessionId(),
        right.attempt(),
        right.signerIndex(),
        right.partialSigs().stream().map(CheatingEngine::otherThan).toList(),
        right.noncesHash());
  }

  private CompletionStage<?> inTime(Envelope envelope) {
    return envelope.type().equals(held) ? late : CompletableFuture.completedFuture(null);
  }

  private <B> Refusal refusal(SignedOperation<B, SessionReply> operation, B body) {
    return catchThrowableOfType(Refusal.class, () -> cheater.say(operation, body));
  }

  private void assertNamed(ErrorCode code, Refusal refusal, int statements) {
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.signerIndex()).isEqualTo(part.index());
    var end = (Outcome.NotSigned) diary.outcome();
    assertThat(end.phase()).isEqualTo(SessionPhase.FAILED);
    assertThat(end.failure().code()).isEqualTo(code);
    assertThat(end.failure().culprit()).isEqualTo(part.index());
    Evidence evidence = Group.await(honest.agent(0).evidence(part.sessionId()));
    assertThat(evidence.signerIndex()).isEqualTo(part.index());
    assertThat(evidence.statements()).hasSize(statements);
    assertThat(Accusation.flaw(evidence)).isEmpty();
  }

  private void advertise() {
    var advertisement =
        new Advertisement(
            List.of("spend"), null, null, null, System.currentTimeMillis() + 60_000, null);
    honest.agents().forEach(agent -> Group.await(agent.advertise(advertisement)));
    cheater.say(DiscoveryApi.ADVERTISE, advertisement);
  }

  private SignerRecord recordOf(PublicKey signer) {
    var query = new SignerQuery(null, null, null, List.of(signer), null, null, null, null);
    return line.ask(DiscoveryApi.FIND, query).signers().get(0).record();
  }
}
