package tutti.cli.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.agent.Agent;
import tutti.agent.AgentEvent;
import tutti.agent.Bus;
import tutti.agent.Decision;
import tutti.agent.Policy;
import tutti.agent.SigningFailedException;
import tutti.cli.terminal.Failures;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Limits;
import tutti.protocol.SessionId;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.EventData;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Signers that sign together, and take their time to agree, as people do. */
final class Party implements AutoCloseable {
  private static final RequestOptions NO_BROADCAST =
      new RequestOptions(null, null, false, null, null, null, null);

  private final Stage stage;
  private final Random random;
  private final List<SecretKey> secrets;
  private final List<Agent> agents = new CopyOnWriteArrayList<>();
  private volatile @Nullable Signing latest;

  /**
   * What all parties share.
   *
   * @param seats where each signer is
   * @param patience how long signers ask again before they give up
   * @param life how long requests wait for their signers
   * @param broadcast of a hundred requests, how many are to be broadcast
   */
  record Stage(
      Seats seats,
      Journal journal,
      Outages outages,
      Limits limits,
      Engine engine,
      Pace pace,
      Duration patience,
      Duration life,
      int broadcast) {}

  /** Where signers meet the services: on a member of the cluster, or at a gateway. */
  interface Seats {
    Bus seat(SecretKey key);
  }

  private Party(int size, Stage stage, long seed) {
    this.stage = stage;
    this.random = new Random(seed);
    this.secrets = Stream.generate(SecretKey::generate).limit(size).toList();
  }

  static CompletableFuture<Party> start(int size, Stage stage, long seed) {
    Party party = new Party(size, stage, seed);
    List<CompletableFuture<Agent>> starting =
        party.secrets.stream().map(party::startSigner).toList();
    return CompletableFuture.allOf(starting.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            started -> {
              starting.stream().map(CompletableFuture::join).forEach(party.agents::add);
              return party;
            });
  }

  /** Ends one that announces nothing, without a word; it has its key then, and nothing else. */
  CompletableFuture<?> restartSigner() {
    int signer = agents.size() - 1;
    Signing interrupted = latest;
    if (interrupted != null) {
      interrupted.mayLoseNonceOf(secrets.get(signer).publicKey());
    }
    agents.get(signer).close();
    return startSigner(secrets.get(signer)).thenAccept(again -> agents.set(signer, again));
  }

  private CompletableFuture<Agent> startSigner(SecretKey secret) {
    PublicKey self = secret.publicKey();
    return Agent.builder(stage.seats.seat(secret))
        .key(secret)
        .engine(stage.engine)
        .policy(deliberate())
        .broadcaster(order -> CompletableFuture.completedFuture("chaos"))
        .limits(stage.limits)
        .callDeadline(stage.patience)
        .listener(event -> hear(self, event))
        .start();
  }

  /** Lets the first signer be found. */
  CompletableFuture<?> advertise(String transactionType) {
    return agents
        .get(0)
        .advertise(
            new Advertisement(
                List.of(transactionType),
                null,
                null,
                null,
                System.currentTimeMillis() + stage.life.toMillis(),
                null));
  }

  PublicKey first() {
    return secrets.get(0).publicKey();
  }

  /** Announces a request, of which the services may say that it is too much. */
  Signing tryToSign() {
    Signing signing = sign();
    signing.mayBeRefused();
    return signing;
  }

  /** Announces a request; what becomes of it is in the journal. */
  Signing sign() {
    SigningRequest request = request();
    Signing signing = stage.journal.open(request);
    latest = signing;
    signing.follow(
        agents
            .get(0)
            .announce(request)
            .thenCompose(handle -> handle.signatures())
            .handle((signatures, error) -> error == null || isNoted(signing, error)));
    return signing;
  }

  /** A session that ended tells every signer itself; a request without one tells nobody else. */
  private static boolean isNoted(Signing signing, Throwable error) {
    if (!(Failures.causeOf(error) instanceof SigningFailedException ending)) {
      signing.failed("announce " + Failures.failure(error).code());
    } else if (ending.sessionId() == null) {
      signing.failed("request %s %s".formatted(ending.ending(), ending.failure().code()));
    }
    return true;
  }

  private synchronized SigningRequest request() {
    byte[] message = new byte[32];
    random.nextBytes(message);
    List<PublicKey> keys = secrets.stream().map(SecretKey::publicKey).toList();
    boolean broadcast = random.nextInt(100) < stage.broadcast;
    return SigningRequest.by(keys.get(0), keys)
        .items(List.of(SigningItem.of(Bytes.of(message))))
        .expiresAt(System.currentTimeMillis() + stage.life.toMillis())
        .options(broadcast ? null : NO_BROADCAST)
        .build();
  }

  private Policy deliberate() {
    return proposed -> {
      CompletableFuture<Decision> decision = new CompletableFuture<>();
      CompletableFuture.delayedExecutor(pauseMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> decision.complete(Decision.approve()));
      return decision;
    };
  }

  private synchronized long pauseMillis() {
    return stage.pace.pauseMillis(random);
  }

  private void hear(PublicKey self, AgentEvent event) {
    if (event instanceof AgentEvent.SessionEnded ended) {
      stage.journal.of(ended.sessionId()).ifPresent(one -> one.ended(self, ended.outcome()));
    } else if (event instanceof AgentEvent.Happened happened) {
      hear(self, happened.data());
    } else if (event instanceof AgentEvent.Unheard unheard && unheard.sessionId() != null) {
      note(unheard.sessionId(), event);
    } else if (event instanceof AgentEvent.LieDetected lie && lie.sessionId() != null) {
      note(lie.sessionId(), event);
    } else if (event instanceof AgentEvent.Rejected rejected && rejected.sessionId() != null) {
      note(rejected.sessionId(), event);
    }
  }

  private void note(SessionId session, AgentEvent event) {
    stage.journal.of(session).ifPresent(signing -> signing.note(event.toString()));
  }

  private void hear(PublicKey self, EventData data) {
    if (data instanceof BroadcastConfirmed confirmed) {
      stage.journal.of(confirmed.sessionId()).ifPresent(one -> one.broadcastKnown(self));
    } else if (data instanceof NonceCommitmentsComplete complete) {
      follows(self, complete.sessionId(), Step.COMMIT_NONCE);
    } else if (data instanceof NoncesComplete complete) {
      follows(self, complete.sessionId(), Step.SHARE_NONCE);
    } else if (data instanceof SessionComplete complete) {
      follows(self, complete.sessionId(), Step.SHARE_PARTIAL_SIGNATURE);
    }
  }

  private void follows(PublicKey self, SessionId session, Step step) {
    stage
        .journal
        .of(session)
        .flatMap(signing -> signing.firstHeard(self, step))
        .ifPresent(stage.outages::heard);
  }

  @Override
  public void close() {
    agents.forEach(Agent::close);
    secrets.forEach(SecretKey::close);
  }
}
