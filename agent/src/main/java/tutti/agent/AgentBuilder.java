package tutti.agent;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.agent.lotus.LotusKeySource;
import tutti.agent.psbt.PsbtKeySource;
import tutti.agent.psbt.Wallet;
import tutti.agent.session.Signer;
import tutti.musig2.Engine;
import tutti.musig2.EngineChoice;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.protocol.Limits;
import tutti.protocol.RequestId;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.signing.ParticipantKeys;

/** Puts an agent together. Only the key has no default. */
public final class AgentBuilder {
  /** As much as wallets of Bitcoin Core pay at most. */
  public static final long DEFAULT_MAX_FEE = 10_000_000;

  private final Bus bus;
  private @Nullable SecretKey key;
  private @Nullable Policy policy;
  private @Nullable Policy guard;
  private @Nullable Set<RequestId> only;
  private @Nullable Broadcaster broadcaster;
  private @Nullable ParticipantKeys participantKeys;
  private @Nullable Wallet wallet;
  private @Nullable Long maxFee;
  private @Nullable Boolean rawMessages;
  private Set<SighashType> sighashTypes = SighashType.binding();
  private @Nullable BroadcastWitness witness;
  private AgentListener listener = event -> {};
  private Drive drive = Drive.AUTOMATIC;
  private Limits limits = Limits.defaults();
  private Duration callDeadline = Duration.ofSeconds(30);
  private Duration policyTimeout = Duration.ofSeconds(30);
  private @Nullable Engine engine;
  private Clock clock = Clock.systemUTC();
  private Scheduler scheduler = SharedThreads.INSTANCE;

  AgentBuilder(Bus bus) {
    this.bus = bus;
  }

  /** The signer's key. It stays the caller's: closing the agent does not wipe it. */
  public AgentBuilder key(SecretKey signerKey) {
    key = signerKey;
    return this;
  }

  /**
   * Who decides what is signed. With a policy the agent joins by itself whatever is approved, and
   * declines the rest. Without one it joins what it is told to join, and signs that.
   */
  public AgentBuilder policy(Policy signingPolicy) {
    policy = signingPolicy;
    return this;
  }

  /**
   * Who may say no besides: asked where a policy would be, after it, and also where there is none.
   * Unlike a policy it makes the agent join nothing by itself.
   */
  public AgentBuilder guard(Policy signingGuard) {
    guard = signingGuard;
    return this;
  }

  /**
   * Takes part in these requests alone, and in what this very agent is told to announce, join or
   * retry. Others that this signer has joined, in an earlier life or another process, it watches.
   */
  public AgentBuilder only(Set<RequestId> requests) {
    only = Set.copyOf(requests);
    return this;
  }

  /** Who hears what happens. */
  public AgentBuilder listener(AgentListener agentListener) {
    listener = agentListener;
    return this;
  }

  /** Who brings results into the world when this signer is the coordinator. */
  public AgentBuilder broadcaster(Broadcaster resultBroadcaster) {
    broadcaster = resultBroadcaster;
    return this;
  }

  /**
   * The keys of a participant of PSBTs that this signer stands for, if that is not its own key.
   * They stay the caller's.
   */
  public AgentBuilder participantKeys(ParticipantKeys keys) {
    participantKeys = keys;
    return this;
  }

  /** The wallet that this signer vouches for: a participant that knows PSBTs and nothing else. */
  public AgentBuilder wallet(Wallet vouchedFor) {
    wallet = vouchedFor;
    return this;
  }

  /**
   * Whether messages are signed that say nothing of what they mean. By default not by whoever was
   * given something for transactions: participant's keys, a wallet, a limit for fees. A raw message
   * may be the hash of a transaction, which no such limit would be held against.
   */
  public AgentBuilder rawMessages(boolean allowed) {
    rawMessages = allowed;
    return this;
  }

  /**
   * The most that a transaction may pay in fees, in satoshis; more is refused unasked, and where no
   * guard looks at a chain, also a fee that follows from amounts that the signatures do not bind.
   */
  public AgentBuilder maxFee(long satoshis) {
    maxFee = satoshis;
    return this;
  }

  /**
   * The sighash types that PSBTs may ask for; by default those that bind the whole transaction.
   * With another one, whoever has the signature can change what the policy was shown.
   */
  public AgentBuilder sighashTypes(Set<SighashType> types) {
    sighashTypes = Set.copyOf(types);
    return this;
  }

  /** Who sees whether results are out, whoever brought them there. */
  public AgentBuilder witness(BroadcastWitness resultWitness) {
    witness = resultWitness;
    return this;
  }

  /** Who starts the rounds. */
  public AgentBuilder drive(Drive roundDrive) {
    drive = roundDrive;
    return this;
  }

  /** The limits in force, among them {@code sync-interval} and {@code phase-timeout}. */
  public AgentBuilder limits(Limits inForce) {
    limits = inForce;
    return this;
  }

  /** How long one thing is said again and again before it counts as unheard. */
  public AgentBuilder callDeadline(Duration deadline) {
    callDeadline = deadline;
    return this;
  }

  /** How long the policy may take; no answer is a no. */
  public AgentBuilder policyTimeout(Duration timeout) {
    policyTimeout = timeout;
    return this;
  }

  /** The mathematics to use; without it libsecp256k1 where that works, else BouncyCastle. */
  public AgentBuilder engine(Engine signEngine) {
    engine = signEngine;
    return this;
  }

  /** The time. */
  public AgentBuilder clock(Clock agentClock) {
    clock = agentClock;
    return this;
  }

  /** Threads and time of one's own, for tests. */
  public AgentBuilder scheduler(Scheduler agentScheduler) {
    scheduler = agentScheduler;
    return this;
  }

  /**
   * Opens the inbox and starts to look for what is waiting for this signer.
   *
   * @throws IllegalStateException if there is no key
   */
  public CompletableFuture<Agent> start() {
    if (key == null) {
      throw new IllegalStateException("an agent needs a key");
    }
    var settings =
        new AgentSettings(
            policy,
            guard,
            only,
            listener,
            broadcaster,
            witness,
            wallet,
            rules(),
            drive,
            limits,
            callDeadline,
            policyTimeout);
    SecretKey own = Objects.requireNonNull(key);
    var psbts = new PsbtKeySource(own, participantKeys, wallet != null);
    var signer = new Signer(own, engineOrDefault(), new LotusKeySource(own, psbts));
    return Agent.start(
        AgentContext.of(bus, signer, settings, new AgentContext.Surroundings(clock, scheduler)));
  }

  private SigningRules rules() {
    boolean plain = participantKeys == null && wallet == null && maxFee == null;
    return new SigningRules(
        rawMessages == null ? plain : rawMessages,
        maxFee == null ? DEFAULT_MAX_FEE : maxFee,
        maxFee != null && guard == null,
        sighashTypes);
  }

  private Engine engineOrDefault() {
    return engine == null ? Engines.select(EngineChoice.AUTO).engine() : engine;
  }
}
