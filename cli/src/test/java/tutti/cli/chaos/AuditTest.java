package tutti.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.agent.Bus;
import tutti.agent.session.Outcome;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsPage;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionStatus;

/** Services that have lost or changed something, in front of the audit. */
class AuditTest {
  private static final Signature OTHER = new Signature(Bytes.of(new byte[64]));
  private static final Duration KEPT = Duration.ofHours(1);

  private final SignedPair pair = new SignedPair();
  private final Journal journal = new Journal();
  private final Signing signing = journal.open(pair.request);
  private final ScriptedServices services = new ScriptedServices();
  private final Map<ContributionKind, List<Envelope>> kept = new EnumMap<>(ContributionKind.class);
  private List<Integer> notJoined = List.of();
  private SessionPhase phase = SessionPhase.COMPLETE;
  private Signature shown = pair.signature;
  private Dissent dissent;

  @BeforeEach
  void keepEverything() throws Exception {
    pair.everything().forEach(journal::acknowledged);
    for (Step step : Step.values()) {
      step.kind().ifPresent(kind -> kept.put(kind, new ArrayList<>(pair.said(step))));
    }
    services.answer(RequestApi.GET, query -> view());
    services.answer(SessionApi.STATUS, query -> status());
    services.answer(
        SessionApi.CONTRIBUTIONS, query -> new ContributionsPage(kept.get(query.kind()), null));
    dissent =
        Dissent.of(
            new Party.Stage(
                key -> new SilentBus(),
                journal,
                new Outages(),
                Limits.defaults(),
                Engines.bouncyCastle(),
                new Pace(Duration.ZERO),
                KEPT,
                KEPT,
                0));
  }

  @AfterEach
  void close() {
    dissent.close();
  }

  @Test
  void findsNothingWhereEverythingIsAsItWas() throws Exception {
    Audit audit = audited(pair.signature, KEPT);

    assertThat(audit.missing()).isEmpty();
    assertThat(audit.invalid()).isEmpty();
    assertThat(audit.checked()).isEqualTo(pair.everything().size() + 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONCE_COMMITMENTS", "NONCES", "PARTIAL_SIGNATURES"})
  void findsThatAContributionIsGone(ContributionKind kind) throws Exception {
    Envelope gone = kept.get(kind).remove(0);

    assertThat(audited(pair.signature, KEPT).missing())
        .singleElement()
        .asString()
        .contains(gone.signer().hex(), signing.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"NONCE_COMMITMENTS", "NONCES", "PARTIAL_SIGNATURES"})
  void findsThatAContributionIsAnother(ContributionKind kind) throws Exception {
    kept.put(kind, new SignedPair().said(stepOf(kind)));

    assertThat(audited(pair.signature, KEPT).missing()).hasSize(2);
  }

  @Test
  void findsThatAJoinIsGone() throws Exception {
    notJoined = List.of(1);

    assertThat(audited(pair.signature, KEPT).missing())
        .singleElement()
        .asString()
        .contains("join of " + pair.said(Step.JOIN).get(0).signer().hex());
  }

  @Test
  void findsThatFinalSignaturesHaveChanged() throws Exception {
    shown = OTHER;

    assertThat(audited(pair.signature, KEPT).missing())
        .hasSize(2)
        .allMatch(one -> one.startsWith("final signatures"));
  }

  @Test
  void findsThatASessionIsCompleteNoMore() throws Exception {
    phase = SessionPhase.EXPIRED;

    assertThat(audited(pair.signature, KEPT).missing())
        .hasSize(2)
        .allMatch(one -> one.startsWith("final signatures"));
  }

  @Test
  void findsThatASessionIsGoneWithinItsTime() throws Exception {
    forgetTheSession();
    Audit audit = audited(pair.signature, KEPT);

    assertThat(audit.missing()).singleElement().asString().contains("NOT_FOUND");
    assertThat(audit.tooLate()).isZero();
  }

  @Test
  void doesNotCallMissingWhatNeedNotBeThereAnyMore() throws Exception {
    forgetTheSession();
    Audit audit = audited(pair.signature, Duration.ofNanos(-1));

    assertThat(audit.missing()).isEmpty();
    assertThat(audit.tooLate()).isEqualTo(1);
  }

  @Test
  void findsResultsThatAreNotValid() throws Exception {
    shown = OTHER;

    assertThat(audited(OTHER, KEPT).invalid())
        .singleElement()
        .asString()
        .startsWith("not valid under the aggregate key");
  }

  @Test
  void findsThatSignersHoldDifferentResults() throws Exception {
    end(0, pair.signature);
    end(1, OTHER);

    assertThat(audit(KEPT).invalid()).anyMatch(one -> one.startsWith("signers hold different"));
  }

  private void forgetTheSession() {
    services.answer(
        SessionApi.STATUS,
        query -> {
          throw Refusal.of(ErrorCode.NOT_FOUND, "no such session");
        });
  }

  /** What is found of a session that came to this for both. */
  private Audit audited(Signature result, Duration kept) throws Exception {
    end(0, result);
    end(1, result);
    return audit(kept);
  }

  private void end(int signer, Signature result) {
    signing.ended(pair.request.orderedKeys().get(signer), new Outcome.Signed(List.of(result)));
  }

  private Audit audit(Duration kept) throws InterruptedException, ExecutionException {
    Audit audit = new Audit(services.bus(), dissent, kept);
    audit.check(journal.signings());
    return audit;
  }

  private RequestView view() {
    return new RequestView(
        pair.requestId,
        RequestState.READY,
        pair.said(Step.ANNOUNCE).get(0),
        notJoined,
        null,
        null,
        pair.sessionId,
        1);
  }

  private SessionStatus status() {
    return new SessionStatus(
        pair.sessionId,
        pair.requestId,
        1,
        phase,
        null,
        2,
        List.of(),
        0,
        List.of(shown),
        null,
        null,
        null,
        1);
  }

  private static Step stepOf(ContributionKind kind) {
    return List.of(Step.values()).stream()
        .filter(step -> step.kind().filter(kind::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  /** Nobody answers whoever has nothing to say. */
  private static final class SilentBus implements Bus {
    @Override
    public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
      return CompletableFuture.completedFuture(() -> CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
      return CompletableFuture.completedFuture(() -> CompletableFuture.completedFuture(null));
    }
  }
}
