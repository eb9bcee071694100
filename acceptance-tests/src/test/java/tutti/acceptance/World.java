package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import tutti.agent.Agent;
import tutti.agent.Bus;
import tutti.agent.Policy;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.SignerListing;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionStatus;
import tutti.runtime.cluster.TuttiNode;
import tutti.store.DatabaseServer;

/** Signers, and what they have said that must not be lost. */
final class World implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Bus bus;
  private final NonceRecord record = new NonceRecord();
  private final SecretKey carol = SecretKey.generate();
  private final List<Group> groups = new ArrayList<>();
  private final List<Running> running = new ArrayList<>();
  private final Group pair;

  private SessionStatus complete;
  private SessionStatus failed;
  private Evidence evidence;
  private RequestView open;
  private RequestView declined;
  private SignerListing listing;
  private SigningRequest openRequest;

  /** A session that has got stuck in its first attempt. */
  private record Running(Group group, SigningRequest request, RequestId id, SessionPhase stuckIn) {
    SessionId attempt(int number) {
      return new SessionTerms(id, request, number).sessionId();
    }
  }

  World(TuttiNode node) {
    this.bus = new TamperedBus(new VertxBus(node.context().vertx())).afterSaying(record::note);
    this.pair = group(2, member -> bus);
  }

  void happen() {
    advertise();
    complete = completeAndBroadcast();
    fail();
    openAndDecline();
    run(SessionApi.COMMIT_NONCE.type(), SessionPhase.NONCE_COMMITMENT);
    run(SessionApi.SHARE_NONCE.type(), SessionPhase.NONCE_EXCHANGE);
    run(SessionApi.SHARE_PARTIAL_SIGNATURE.type(), SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);
    listing = eventually(this::listing, found -> found.record().completed() == 1);
  }

  void assertEverythingIsThere() {
    assertThat(eventually(this::listing, found -> true)).isEqualTo(listing);
    Agent agent = pair.agent(0);
    assertThat(Group.await(agent.status(complete.sessionId()))).isEqualTo(complete);
    assertThat(Group.await(agent.status(failed.sessionId()))).isEqualTo(failed);
    assertThat(Group.await(agent.evidence(failed.sessionId()))).isEqualTo(evidence);
    assertThat(Accusation.flaw(evidence)).isEmpty();
    assertThat(view(open.requestId())).isEqualTo(open);
    assertThat(view(declined.requestId())).isEqualTo(declined);
    assertThat(open.state()).isEqualTo(RequestState.OPEN);
    assertThat(open.awaiting()).hasSize(1);
    assertThat(declined.state()).isEqualTo(RequestState.DECLINED);
    assertThat(complete.broadcast().state()).isEqualTo(BroadcastState.BROADCAST_CONFIRMED);
  }

  void assertWhatRanIsSignedInTheSecondAttempt() {
    for (Running one : running) {
      Agent agent = one.group.agent(0);
      assertThat(Group.verifies(one.request, Group.await(agent.finalSignatures(one.attempt(2)))))
          .isTrue();
      SessionStatus first = Group.await(agent.status(one.attempt(1)));
      assertThat(first.phase()).isEqualTo(SessionPhase.EXPIRED);
      assertThat(first.signatures()).isNull();
      assertThat(first.nextSessionId()).isEqualTo(one.attempt(2));
    }
  }

  /** A signer that has not been there until now finds the request, and it is signed. */
  void assertWhatWasOpenGoesOn() {
    try (Agent late = agent(bus, carol)) {
      assertThat(Group.verifies(openRequest, Group.await(late.finalSignatures(open.requestId()))))
          .isTrue();
      assertThat(view(open.requestId()).state()).isEqualTo(RequestState.READY);
    }
  }

  /** No request has more sessions than there were attempts, and no nonce was said twice. */
  void assertNobodySpokeTwice(String database) {
    for (Running one : running) {
      String sessions =
          "SELECT count(*) FROM tutti_documents WHERE map = 'sessions'"
              + " AND document->'charter'->>'requestId' = '%s'".formatted(one.id.hex());
      assertThat(DatabaseServer.query(database, sessions)).isEqualTo("2");
      assertThat(Group.await(one.group.agent(0).status(one.attempt(2))).nextSessionId()).isNull();
      PublicKey first = one.group.key(0).publicKey();
      assertThat(record.commitments(first)).hasSize(2);
      assertThat(record.nonces(first))
          .hasSize(one.stuckIn == SessionPhase.NONCE_COMMITMENT ? 1 : 2);
    }
    assertThat(record.usedTwice()).isEmpty();
  }

  private void advertise() {
    Group.await(
        pair.agent(0)
            .advertise(
                new Advertisement(
                    List.of("spend"),
                    null,
                    null,
                    10L,
                    System.currentTimeMillis() + 600_000,
                    null)));
  }

  private SessionStatus completeAndBroadcast() {
    SigningRequest request = pair.request(1, null);
    RequestId id = Group.await(pair.agent(0).announce(request)).requestId();
    SessionId session = new SessionTerms(id, request, 1).sessionId();
    Group.await(pair.agent(0).finalSignatures(session));
    for (Agent agent : pair.agents()) {
      if (Group.await(agent.isCoordinator(session))) {
        Group.await(agent.confirmBroadcast(session, "txid"));
      }
    }
    return Group.await(pair.agent(0).status(session));
  }

  private void fail() {
    Group cheats =
        Group.of(
            2,
            member -> bus,
            (member, agent) -> {
              if (member == 1) {
                agent.engine(new CheatingEngine(0, CheatingEngine::otherThan));
              }
            });
    groups.add(cheats);
    SigningRequest request = cheats.request(1, Group.NO_BROADCAST);
    RequestId id = Group.await(cheats.agent(0).announce(request)).requestId();
    SessionId session = new SessionTerms(id, request, 1).sessionId();
    failed =
        eventually(
            () -> Group.await(cheats.agent(0).status(session)),
            status -> status.phase() == SessionPhase.FAILED);
    evidence = Group.await(cheats.agent(0).evidence(session));
  }

  private void openAndDecline() {
    List<PublicKey> three = new ArrayList<>(pair.publicKeys());
    three.add(carol.publicKey());
    openRequest = request(three, 7);
    RequestId id = Group.await(pair.agent(0).announce(openRequest)).requestId();
    open = eventually(() -> view(id), view -> view.awaiting().size() == 1);
    RequestId unwanted = Group.await(pair.agent(0).announce(request(three, 8))).requestId();
    Group.await(pair.agent(1).decline(unwanted, "changed my mind"));
    declined = view(unwanted);
  }

  /** A session that stops because its second signer's words of one kind do not arrive. */
  private void run(String held, SessionPhase phase) {
    Bus stuck = new TamperedBus(bus).holding(firstAttempt(held));
    Group group = group(2, member -> member == 0 ? bus : stuck);
    SigningRequest request = group.request(1, Group.NO_BROADCAST);
    RequestId id = Group.await(group.agent(0).announce(request)).requestId();
    Running one = new Running(group, request, id, phase);
    running.add(one);
    eventually(
        () -> Group.await(group.agent(0).status(one.attempt(1))),
        status -> status.phase() == phase && status.awaiting().size() == 1);
  }

  private SignerListing listing() {
    var query =
        new SignerQuery(null, null, null, pair.publicKeys().subList(0, 1), null, null, null, null);
    return Group.await(pair.agent(0).findSigners(query)).signers().get(0);
  }

  private RequestView view(RequestId id) {
    return Group.await(bus.request(RequestApi.GET, new GetRequest(id)).toCompletableFuture());
  }

  private Group group(int size, IntFunction<Bus> buses) {
    Group group = Group.of(size, buses, (member, agent) -> agent.limits(Company.IMPATIENT));
    groups.add(group);
    return group;
  }

  static Agent agent(Bus bus, SecretKey key) {
    return Group.await(
        Agent.builder(bus).key(key).policy(Policy.approveAll()).limits(Company.IMPATIENT).start());
  }

  /** Holds back what is said of this kind in a first attempt. */
  static Function<Envelope, CompletionStage<?>> firstAttempt(String type) {
    return envelope ->
        envelope.type().equals(type) && envelope.body().get("attempt").asInt() == 1
            ? new CompletableFuture<>()
            : CompletableFuture.completedFuture(null);
  }

  static <T> T eventually(Callable<T> look, Predicate<T> wanted) {
    return await().atMost(PATIENCE).ignoreExceptions().until(look, wanted);
  }

  @Override
  public void close() {
    groups.forEach(Group::close);
    carol.close();
  }

  /** A request of these keys for one message. */
  static SigningRequest request(List<PublicKey> keys, int number) {
    return SigningRequest.by(keys.get(0), keys)
        .items(List.of(SigningItem.of(Group.message(number))))
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(Group.NO_BROADCAST)
        .build();
  }
}
