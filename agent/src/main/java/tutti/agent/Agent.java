package tutti.agent;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.Round;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.Addresses;
import tutti.protocol.Election;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.discovery.AdvertiseReply;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.WithdrawReply;
import tutti.protocol.event.EventData;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.SessionStatus;

/**
 * One signer: holds its key, takes part in its sessions, and verifies everything it is shown.
 *
 * <pre>{@code
 * SecretKey key = KeyFile.read(Path.of("signer.pem"), passphrase);
 * Agent agent = Agent.builder(new VertxBus(vertx)).key(key).policy(myPolicy).start().join();
 *
 * SigningRequest request =
 *     SigningRequest.by(agent.publicKey(), keys)
 *         .items(List.of(SigningItem.of(message)))
 *         .purpose("rent, March")
 *         .expiresAt(expiresAt)
 *         .build();
 * SigningHandle handle = agent.announce(request).join();
 * List<Signature> signatures = handle.signatures().join();
 * }</pre>
 *
 * <p>The other signers run agents with policies of their own; theirs join by themselves. Every
 * method returns at once. Futures fail with {@link tutti.protocol.Refusal}, those of signatures
 * with {@link SigningFailedException}. Safe for use by many threads; agents are cheap, a process
 * may run hundreds.
 */
public final class Agent implements AutoCloseable {
  private final AgentContext context;
  private final Discovery discovery;
  private final RequestDesk requests;
  private final SessionDesk sessions;
  private final Lookout lookout;

  private Agent(AgentContext context) {
    var scribe = new Scribe(context.signer(), context.clock());
    this.context = context;
    this.discovery = new Discovery(context, scribe);
    this.sessions = new SessionDesk(context, scribe);
    this.requests = new RequestDesk(context, scribe, sessions);
    this.lookout = new Lookout(context, requests, sessions);
  }

  /** Starts with everything at its default, but for the key. */
  public static AgentBuilder builder(Bus bus) {
    return new AgentBuilder(bus);
  }

  static CompletableFuture<Agent> start(AgentContext context) {
    var agent = new Agent(context);
    return context.run(agent.lookout::start).thenApply(started -> agent);
  }

  public PublicKey publicKey() {
    return context.self();
  }

  /** Tells everybody what this signer takes part in. */
  public CompletableFuture<AdvertiseReply> advertise(Advertisement advertisement) {
    return context.run(() -> discovery.advertise(advertisement));
  }

  /** Takes the advertisement back. */
  public CompletableFuture<WithdrawReply> withdraw() {
    return context.run(discovery::withdraw);
  }

  /** Searches for signers; only advertisements that their signers signed are returned. */
  public CompletableFuture<SignerPage> findSigners(SignerQuery query) {
    return context.run(() -> discovery.find(query));
  }

  /** Follows advertisements of all types, or of one. */
  public CompletableFuture<Bus.Subscription> subscribeToSigners(
      @Nullable String transactionType, Consumer<EventData> listener) {
    String topic =
        transactionType == null ? Addresses.SIGNER_EVENTS : Addresses.signerEvents(transactionType);
    return context.run(() -> discovery.subscribe(topic, listener));
  }

  /** Follows requests that anyone announces; those that name this signer arrive by themselves. */
  public CompletableFuture<Bus.Subscription> subscribeToRequests(Consumer<EventData> listener) {
    return context.run(() -> discovery.subscribe(Addresses.REQUEST_EVENTS, listener));
  }

  /** Asks the others to sign; the creator is this signer, and has joined by this. */
  public CompletableFuture<SigningHandle> announce(SigningRequest request) {
    return context.run(() -> requests.announce(request));
  }

  /** The requests that name this signer and that wait for signers, verified. */
  public CompletableFuture<List<RequestView>> findRequests() {
    return context.run(requests::find);
  }

  /** Takes part, if the policy does not object. */
  public CompletableFuture<RequestReply> join(RequestId requestId) {
    return context.run(() -> requests.join(requestId));
  }

  /** Takes no part, which ends the request. */
  public CompletableFuture<RequestReply> decline(RequestId requestId, String reason) {
    return context.run(() -> requests.decline(requestId, reason));
  }

  /** Takes an own request back. */
  public CompletableFuture<RequestReply> cancel(RequestId requestId, String reason) {
    return context.run(() -> requests.cancel(requestId, reason));
  }

  /** Round 0, with {@link Drive#MANUAL}; completes when the commitment was accepted. */
  public CompletableFuture<SessionReply> startNonceCommitment(SessionId sessionId) {
    return context.run(() -> sessions.start(sessionId, Round.NONCE_COMMITMENT));
  }

  /** Round 1, with {@link Drive#MANUAL}; completes when the nonce was accepted. */
  public CompletableFuture<SessionReply> startRound1(SessionId sessionId) {
    return context.run(() -> sessions.start(sessionId, Round.NONCE));
  }

  /** Round 2, with {@link Drive#MANUAL}; completes when the partial signature was accepted. */
  public CompletableFuture<SessionReply> startRound2(SessionId sessionId) {
    return context.run(() -> sessions.start(sessionId, Round.PARTIAL_SIGNATURE));
  }

  /** The result of the request's newest session: one verified signature per item. */
  public CompletableFuture<List<Signature>> finalSignatures(RequestId requestId) {
    return context.run(() -> requests.signatures(requestId));
  }

  /** The result of a session: one verified signature per item. */
  public CompletableFuture<List<Signature>> finalSignatures(SessionId sessionId) {
    return context.run(() -> sessions.contact(sessionId).signatures());
  }

  /** How the services say that a session stands. */
  public CompletableFuture<SessionStatus> status(SessionId sessionId) {
    return context.run(() -> sessions.status(sessionId));
  }

  /**
   * Ends a session; this signer contributes nothing more, whether the services hear it or not, and
   * nothing to a later attempt unless this agent itself is told to {@link #join} or {@link #retry}.
   */
  public CompletableFuture<SessionReply> abort(SessionId sessionId, String reason) {
    return context.run(() -> sessions.abort(sessionId, reason));
  }

  /** Says that this signer needs an ended session no longer. */
  public CompletableFuture<SessionReply> close(SessionId sessionId) {
    return context.run(() -> sessions.known(sessionId, one -> one.orders().close()));
  }

  /** Asks for a new attempt after one that ended without signatures; the reply names it. */
  public CompletableFuture<SessionReply> retry(SessionId sessionId) {
    return context.run(() -> sessions.retry(sessionId));
  }

  /** Says, as the coordinator, that the result is out. */
  public CompletableFuture<SessionReply> confirmBroadcast(
      SessionId sessionId, @Nullable String reference) {
    return context.run(() -> sessions.known(sessionId, one -> one.orders().confirm(reference)));
  }

  /** Says, as the coordinator, that the result could not be brought out; the next one is asked. */
  public CompletableFuture<SessionReply> reportBroadcastFailure(
      SessionId sessionId, @Nullable String reason) {
    return context.run(() -> sessions.known(sessionId, one -> one.orders().reportFailure(reason)));
  }

  /** Who broadcasts and who takes over, recomputed from the verified request. */
  public CompletableFuture<Election> electionInfo(SessionId sessionId) {
    return context.run(() -> sessions.known(sessionId, SessionDriver::election));
  }

  /** Whether this signer is the one to broadcast now. */
  public CompletableFuture<Boolean> isCoordinator(SessionId sessionId) {
    return context.run(() -> sessions.isCoordinator(sessionId));
  }

  /** The proof of who is at fault, checked; fails if it proves nothing. */
  public CompletableFuture<Evidence> evidence(SessionId sessionId) {
    return context.run(() -> new Proofs(context).evidence(sessionId));
  }

  /** Leaves: nothing more is heard or said, and all nonces are wiped. */
  @Override
  public void close() {
    context.executor().execute(lookout::stop);
  }
}
