import type { Bus, Subscription } from '../bus/bus.js';
import type { SecretKey } from '../musig/secretKey.js';
import type { Hex } from '../protocol/bytes.js';
import type {
  Advertisement,
  AdvertiseReply,
  SignerPage,
  SignerQuery,
  WithdrawReply,
} from '../protocol/discovery.js';
import type { Election } from '../protocol/election.js';
import { ADDRESSES } from '../protocol/operations.js';
import type { RequestReply, RequestView, SigningRequest } from '../protocol/request.js';
import type { Evidence, SessionReply, SessionStatus } from '../protocol/session.js';
import type { Round } from '../session/action.js';
import { type AgentLimits, type AgentSettings, Context, DEFAULT_LIMITS } from './context.js';
import { Discovery, type Published } from './discovery.js';
import type { AgentEvents } from './events.js';
import { Lookout } from './lookout.js';
import { checkedEvidence } from './proofs.js';
import { RequestDesk } from './requestDesk.js';
import { SessionDesk } from './sessionDesk.js';
import { SYSTEM_TIME, type Time, type Wait, within } from '../time.js';

/** What an agent is made of. Only bus and key have no default. */
export interface AgentOptions extends Partial<Omit<AgentSettings, 'limits'>> {
  readonly bus: Bus;
  readonly key: SecretKey;
  readonly limits?: Partial<AgentLimits>;
  /** Time of one's own, for tests. */
  readonly time?: Time;
}

/** A request that this agent announced. */
export interface SigningHandle {
  readonly requestId: Hex;
  readonly reply: RequestReply;
  /** One per item, from the first session; fails with `SigningFailed`. */
  signatures(wait?: Wait): Promise<readonly Hex[]>;
}

/**
 * One signer: holds its key, takes part in its sessions, and verifies everything it is shown.
 *
 * What fails, fails with a `Refusal`, signatures with `SigningFailed`. Every wait can be ended by an
 * `AbortSignal` or a timeout of the caller; what was said by then stays said.
 */
export class Agent {
  readonly #context: Context;
  readonly #discovery: Discovery;
  readonly #sessions: SessionDesk;
  readonly #requests: RequestDesk;
  readonly #lookout: Lookout;

  private constructor(context: Context) {
    this.#context = context;
    this.#discovery = new Discovery(context);
    this.#sessions = new SessionDesk(context);
    this.#requests = new RequestDesk(context, this.#sessions);
    this.#lookout = new Lookout(context, this.#requests, this.#sessions);
  }

  /**
   * Opens the inbox and starts to look for what is waiting for this signer.
   *
   * With a policy the agent joins by itself whatever is approved, and declines the rest. Without one
   * it joins what it is told to join, and signs that.
   *
   * @param listen is called before anything can happen, to register listeners
   */
  static async start(options: AgentOptions, listen?: (agent: Agent) => void): Promise<Agent> {
    const { bus, key, time = SYSTEM_TIME, limits, ...given } = options;
    const settings: AgentSettings = {
      drive: 'automatic',
      callDeadline: 30_000,
      policyTimeout: 30_000,
      ...given,
      limits: { ...DEFAULT_LIMITS, ...limits },
    };
    const agent = new Agent(new Context(bus, key, settings, time));
    listen?.(agent);
    await agent.#lookout.start();
    return agent;
  }

  get publicKey(): Hex {
    return this.#context.self;
  }

  /** Hears what happens, in order per session; the result stops it. */
  on<E extends keyof AgentEvents>(event: E, listener: AgentEvents[E]): () => void {
    return this.#context.emitter.on(event, listener);
  }

  /** Tells everybody what this signer takes part in. */
  advertise(advertisement: Advertisement, wait: Wait = {}): Promise<AdvertiseReply> {
    return this.#within(() => this.#discovery.advertise(advertisement), wait);
  }

  /** Takes the advertisement back. */
  withdraw(wait: Wait = {}): Promise<WithdrawReply> {
    return this.#within(() => this.#discovery.withdraw(), wait);
  }

  /** Searches for signers; only advertisements that their signers signed are returned. */
  findSigners(query: SignerQuery = {}, wait: Wait = {}): Promise<SignerPage> {
    return this.#within(() => this.#discovery.find(query), wait);
  }

  /** Follows advertisements of all types, or of one. */
  subscribeToSigners(
    listener: (published: Published) => void,
    transactionType?: string,
    wait: Wait = {},
  ): Promise<Subscription> {
    const topic = ADDRESSES.signerEvents(transactionType);
    return this.#within(() => this.#discovery.subscribe(topic, listener), wait);
  }

  /** Follows requests that anyone announces; those that name this signer arrive by themselves. */
  subscribeToRequests(
    listener: (published: Published) => void,
    wait: Wait = {},
  ): Promise<Subscription> {
    return this.#within(() => this.#discovery.subscribe(ADDRESSES.requestEvents, listener), wait);
  }

  /** Asks the others to sign; the creator is this signer, and has joined by this. */
  async announce(request: SigningRequest, wait: Wait = {}): Promise<SigningHandle> {
    const { tracker, reply } = await this.#within(() => this.#requests.announce(request), wait);
    return {
      requestId: tracker.verified.id,
      reply,
      signatures: (waiting = {}) => this.#within(() => tracker.firstSignatures, waiting),
    };
  }

  /** The requests that name this signer and that wait for signers, verified. */
  findRequests(wait: Wait = {}): Promise<RequestView[]> {
    return this.#within(() => this.#requests.find(), wait);
  }

  /** Takes part, if the policy does not object. */
  join(requestId: Hex, wait: Wait = {}): Promise<RequestReply> {
    return this.#within(() => this.#requests.join(requestId), wait);
  }

  /** Takes no part, which ends the request. */
  decline(requestId: Hex, reason: string, wait: Wait = {}): Promise<RequestReply> {
    return this.#within(() => this.#requests.decline(requestId, reason), wait);
  }

  /** Takes an own request back. */
  cancel(requestId: Hex, reason: string, wait: Wait = {}): Promise<RequestReply> {
    return this.#within(() => this.#requests.cancel(requestId, reason), wait);
  }

  /** Starts a round with `drive: 'manual'`; ends when the contribution was accepted. */
  startRound(sessionId: Hex, round: Round, wait: Wait = {}): Promise<SessionReply> {
    return this.#within(() => this.#sessions.start(sessionId, round), wait);
  }

  /** The result of the request's newest session: one verified signature per item. */
  signaturesOfRequest(requestId: Hex, wait: Wait = {}): Promise<readonly Hex[]> {
    return this.#within(() => this.#requests.signatures(requestId), wait);
  }

  /** The result of a session: one verified signature per item. */
  signaturesOfSession(sessionId: Hex, wait: Wait = {}): Promise<readonly Hex[]> {
    return this.#within(() => this.#sessions.contact(sessionId).signatures, wait);
  }

  /** How the services say that a session stands. */
  status(sessionId: Hex, wait: Wait = {}): Promise<SessionStatus> {
    return this.#within(() => this.#sessions.status(sessionId), wait);
  }

  /**
   * Ends a session; this signer contributes nothing more, whether the services hear it or not, and
   * nothing to a later attempt unless this agent itself is told to `join` or `retry`.
   */
  abort(sessionId: Hex, reason: string, wait: Wait = {}): Promise<SessionReply> {
    return this.#within(() => this.#sessions.abort(sessionId, reason), wait);
  }

  /** Says that this signer needs an ended session no longer. */
  closeSession(sessionId: Hex, wait: Wait = {}): Promise<SessionReply> {
    return this.#within(async () => (await this.#sessions.known(sessionId)).orders.close(), wait);
  }

  /** Asks for a new attempt after one that ended without signatures; the reply names it. */
  retry(sessionId: Hex, wait: Wait = {}): Promise<SessionReply> {
    return this.#within(() => this.#sessions.retry(sessionId), wait);
  }

  /** Says, as the coordinator, that the result is out. */
  confirmBroadcast(sessionId: Hex, reference?: string, wait: Wait = {}): Promise<SessionReply> {
    const known = () => this.#sessions.known(sessionId);
    return this.#within(async () => (await known()).orders.confirm(reference), wait);
  }

  /** Says, as the coordinator, that the result could not be brought out; the next one is asked. */
  reportBroadcastFailure(sessionId: Hex, reason?: string, wait: Wait = {}): Promise<SessionReply> {
    const known = () => this.#sessions.known(sessionId);
    return this.#within(async () => (await known()).orders.reportFailure(reason), wait);
  }

  /** Who broadcasts and who takes over, recomputed from the verified request. */
  electionInfo(sessionId: Hex, wait: Wait = {}): Promise<Election> {
    return this.#within(async () => (await this.#sessions.known(sessionId)).election, wait);
  }

  /** Whether this signer is the one to broadcast now. */
  isCoordinator(sessionId: Hex, wait: Wait = {}): Promise<boolean> {
    return this.#within(() => this.#sessions.isCoordinator(sessionId), wait);
  }

  /** The proof of who is at fault, checked; fails if it proves nothing. */
  evidence(sessionId: Hex, wait: Wait = {}): Promise<Evidence> {
    return this.#within(() => checkedEvidence(this.#context, sessionId), wait);
  }

  /** Leaves: nothing more is heard or said, and all nonces are wiped. The bus stays open. */
  close(): void {
    this.#lookout.stop();
  }

  /** Begins nothing that nobody waits for any more. */
  async #within<T>(work: () => Promise<T>, wait: Wait): Promise<T> {
    wait.signal?.throwIfAborted();
    return within(this.#context.time, work(), wait);
  }
}
