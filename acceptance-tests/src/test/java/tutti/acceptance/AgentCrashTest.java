package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.AgentEvent;
import tutti.agent.Policy;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.cli.serve.PrivateCluster;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.config.Settings;

/** Signers whose process is killed in the middle of sessions, and that come back as another one. */
class AgentCrashTest {
  /** By signer; the last but one creates a request, the last one never comes back. */
  private static final List<Moment> MOMENTS =
      List.of(
          Moment.BEFORE_COMMITMENT,
          Moment.AFTER_COMMITMENT,
          Moment.AFTER_NONCE,
          Moment.AFTER_SIGNATURE,
          Moment.NEVER,
          Moment.AFTER_COMMITMENT);

  private static final int CREATOR = 4;
  private static final int LOST = 5;
  private static final long LOST_FOR = 4_000;

  private final List<byte[]> keys = MOMENTS.stream().map(moment -> TestKeys.random()).toList();
  private final List<PublicKey> signers = keys.stream().map(TestKeys::publicKey).toList();
  private final List<OwnProcess> lives = new ArrayList<>();
  private final List<Agent> peers = new ArrayList<>();
  private final Diary diary = new Diary();
  private final SecretKey peerKey = SecretKey.generate();
  private final SecretKey lateKey = SecretKey.generate();
  private Map<String, String> settings;
  private LocalCluster cluster;
  private NonceRecord record;
  private Agent peer;

  @BeforeEach
  void start() {
    settings = PrivateCluster.flags(Map.of("sweep-interval", "200ms"));
    cluster = LocalCluster.start(defaults -> Settings.load(settings, Map.of()));
    record = new NonceRecord(cluster.vertx());
    peer = peer(peerKey, true);
  }

  @AfterEach
  void stop() {
    lives.forEach(OwnProcess::kill);
    peers.forEach(Agent::close);
    cluster.close();
    peerKey.close();
    lateKey.close();
  }

  @Test
  void endsEverySessionOfAKilledSignerAndUsesNoNonceTwice() {
    OwnProcess first = live(MOMENTS);
    List<SigningRequest> requests = requests();
    List<SessionId> sessions = new ArrayList<>();
    for (SigningRequest request : requests) {
      RequestId id = Group.await(peer.announce(request)).requestId();
      sessions.add(Company.firstSession(id, request));
    }
    Agent late = peer(lateKey, false);
    first.tell("sign %d 7 %s".formatted(CREATOR, late.publicKey().hex()));
    String[] announced = first.awaitLine("announced 7 ").split(" ", -1);
    for (int signer : List.of(0, 1, 2, 3, LOST)) {
      first.awaitLine("silent " + signer);
    }
    first.kill();

    OwnProcess second = live(MOMENTS.subList(0, LOST).stream().map(one -> Moment.NEVER).toList());

    assertSigned(requests.get(0), sessions.get(0), second);
    for (int lost : List.of(1, 2)) {
      assertNonceLost(sessions.get(lost));
      SessionId again = Group.await(peer.retry(sessions.get(lost))).sessionId();
      assertThat(again).isNotEqualTo(sessions.get(lost));
      assertSigned(requests.get(lost), again, second);
    }
    second.tell("result 3 " + sessions.get(3).hex());
    assertHeld(requests.get(3), second.awaitLine("held " + sessions.get(3).hex()));
    second.tell("find " + CREATOR);
    second.awaitLine("found " + announced[3]);
    Group.await(late.join(RequestId.fromHex(announced[3])));
    second.awaitLine("signed " + announced[2]);
    assertExpired(sessions.get(LOST - 1), requests.get(LOST - 1));
    assertNoncesFresh();
  }

  /** Each with another signer of the process, as the peer announces them. */
  private List<SigningRequest> requests() {
    RequestOptions impatient = new RequestOptions(null, LOST_FOR, false, null, null, null, null);
    List<SigningRequest> requests = new ArrayList<>();
    for (int signer : List.of(0, 1, 2, 3, LOST)) {
      SigningRequest request =
          CommandedSigners.request(signer, List.of(peer.publicKey(), signers.get(signer)));
      requests.add(signer == LOST ? with(request, impatient) : request);
    }
    return requests;
  }

  private void assertSigned(SigningRequest request, SessionId session, OwnProcess process) {
    var signatures = Group.await(peer.finalSignatures(session));
    assertThat(Group.verifies(request, signatures)).isTrue();
    assertHeld(request, process.awaitLine("signed " + session.hex()));
  }

  private static void assertHeld(SigningRequest request, String line) {
    Signature held = Signature.fromHex(line.split(" ", -1)[2]);
    assertThat(Group.verifies(request, List.of(held))).isTrue();
  }

  /** The one who came back ends it, and nobody is called guilty. */
  private void assertNonceLost(SessionId session) {
    Outcome.NotSigned end = ended(session);
    assertThat(end.phase()).isEqualTo(SessionPhase.ABORTED);
    assertThat(end.failure().code()).isEqualTo(ErrorCode.NONCE_LOST);
    assertThat(end.failure().culprit()).isNull();
  }

  private void assertExpired(SessionId session, SigningRequest request) {
    Outcome.NotSigned end = ended(session);
    assertThat(end.phase()).isEqualTo(SessionPhase.EXPIRED);
    assertThat(end.failure().missing())
        .containsExactly(request.orderedKeys().indexOf(signers.get(LOST)));
  }

  private void assertNoncesFresh() {
    assertThat(record.usedTwice()).isEmpty();
    assertThat(record.commitments(signers.get(0))).hasSize(1);
    assertThat(record.commitments(signers.get(1))).hasSize(2);
    assertThat(record.nonces(signers.get(1))).hasSize(1);
    assertThat(record.commitments(signers.get(2))).hasSize(2);
    assertThat(record.nonces(signers.get(2))).hasSize(2);
    assertThat(record.nonces(signers.get(3))).hasSize(1);
    assertThat(diary.lies()).isEmpty();
  }

  private Outcome.NotSigned ended(SessionId session) {
    return await(session.hex())
        .atMost(Diary.PATIENCE)
        .until(
            () ->
                diary.all(AgentEvent.SessionEnded.class).stream()
                    .filter(end -> end.sessionId().equals(session))
                    .map(end -> (Outcome.NotSigned) end.outcome())
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private Agent peer(SecretKey key, boolean approving) {
    var builder = Agent.builder(new VertxBus(cluster.vertx())).key(key).limits(Company.IMPATIENT);
    if (approving) {
      builder.policy(Policy.approveAll()).listener(diary);
    }
    Agent started = Group.await(builder.start());
    peers.add(started);
    return started;
  }

  /** The signers as one more process, with these moments. */
  private OwnProcess live(List<Moment> moments) {
    List<String> arguments = new ArrayList<>();
    arguments.add(
        IntStream.range(0, moments.size())
            .mapToObj(i -> CommandedSigners.signer(keys.get(i), moments.get(i)))
            .collect(Collectors.joining(",")));
    settings.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    OwnProcess process =
        OwnProcess.start("signers-life-" + lives.size(), CommandedSigners.class, arguments);
    lives.add(process);
    process.awaitLine("ready");
    return process;
  }

  private static SigningRequest with(SigningRequest request, RequestOptions options) {
    return SigningRequest.by(request.creator(), request.keys())
        .items(request.items())
        .expiresAt(request.expiresAt())
        .options(options)
        .build();
  }
}
