import {
  Agent,
  type BroadcastOrder,
  type Bus,
  type Hex,
  type JsonObject,
  Refusal,
  requestIdOf,
  SecretKey,
  type SigningRequest,
} from '@tutti/client';
import { shortened } from '../model/text.js';
import { Consents, QuestionWithdrawn } from './consents.js';
import { REQUEST_ENDINGS, SESSION_EVENTS } from './happenings.js';
import type { KeyStore } from './keyStore.js';
import { type Locks, takeSoleUse } from './soleUse.js';

/** What the desk tells the page. */
export interface DeskAudience {
  changed(): void;
  news(sentence: string): void;
  /** Something has happened to a request or a session of this signer. */
  happened(kind: 'request' | 'session', id: Hex): void;
}

/** Where keys and peace between tabs come from. */
export interface DeskParts {
  readonly bus: Bus;
  readonly keys: KeyStore;
  readonly locks: Locks;
}

/** An open key, at work. */
interface Working {
  readonly agent: Agent;
  readonly key: SecretKey;
  giveBack(): void;
}

/** What a signer says of itself. */
export interface Offer {
  readonly transactionTypes: readonly string[];
  readonly fee?: number;
  readonly expiresAt: number;
}

/** A person may think as long as a request lives. */
const POLICY_TIMEOUT = 24 * 3_600_000;

/** The signer in this browser: its key, what it is asked, and what it has to broadcast. */
export class SignerDesk {
  readonly consents: Consents;
  readonly #parts: DeskParts;
  readonly #audience: DeskAudience;
  #working: Working | undefined;
  /** A key on its way to be open, which somebody may lock before it is. */
  #opening: AbortController | undefined;
  #orders: BroadcastOrder[] = [];

  constructor(parts: DeskParts, audience: DeskAudience) {
    this.#parts = parts;
    this.#audience = audience;
    this.consents = new Consents(() => audience.changed());
  }

  /** The key's public half, whether it is open or not; undefined if this browser has none. */
  get publicKey(): Hex | undefined {
    if (this.#working !== undefined) return this.#working.key.publicKey;
    return this.trouble === undefined ? this.#parts.keys.stored()?.publicKey : undefined;
  }

  /** Why the key of this browser cannot be read, if it cannot. */
  get trouble(): string | undefined {
    try {
      this.#parts.keys.stored();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  get isOpen(): boolean {
    return this.#working !== undefined;
  }

  /** What this signer is to broadcast. */
  get orders(): readonly BroadcastOrder[] {
    return this.#orders;
  }

  /** Keeps a new key, or one that is given as hex, and goes to work with it. */
  async create(passphrase: string, secret?: string): Promise<void> {
    const { keys } = this.#parts;
    await this.#open(async () => {
      const key = secret === undefined ? SecretKey.generate() : SecretKey.of(secret);
      try {
        await keys.keep(key, passphrase);
      } catch (error) {
        key.wipe();
        throw error;
      }
      return key;
    });
  }

  async unlock(passphrase: string): Promise<void> {
    const { keys } = this.#parts;
    const stored = keys.stored();
    if (stored === undefined) throw new Refusal('NOT_FOUND', 'this browser has no key');
    await this.#open(() => keys.open(stored, passphrase));
  }

  /** Stops: nonces and the open key are wiped, the encrypted one stays. Nothing opens later. */
  lock(): void {
    this.#opening?.abort(new Refusal('UNAVAILABLE', 'the key was locked again'));
    this.#opening = undefined;
    const working = this.#working;
    this.#working = undefined;
    this.#orders = [];
    working?.agent.close();
    working?.key.wipe();
    working?.giveBack();
    this.consents.clear();
    this.#audience.changed();
  }

  /** Removes the key from this browser. */
  forget(): void {
    this.lock();
    this.#parts.keys.forget();
    this.#audience.changed();
  }

  /** The encrypted key, to be kept elsewhere. */
  backup(): string {
    return JSON.stringify(this.#parts.keys.stored(), undefined, 2);
  }

  restore(backup: string): void {
    this.#parts.keys.restore(backup);
    this.#audience.changed();
  }

  async advertise(offer: Offer): Promise<void> {
    const { transactionTypes, ...rest } = offer;
    const advertisement = { ...rest, transactionTypes: [...transactionTypes] };
    await this.#agent.advertise(advertisement);
  }

  async withdraw(): Promise<void> {
    await this.#agent.withdraw();
  }

  /** Asks others to sign; asking is this signer's own yes. */
  async announce(request: Omit<SigningRequest, 'creator'>): Promise<Hex> {
    const asked: SigningRequest = { ...request, creator: this.#agent.publicKey };
    this.consents.approveOwn(requestIdOf(asked as unknown as JsonObject));
    const { requestId } = await this.#agent.announce(asked);
    this.#audience.happened('request', requestId);
    return requestId;
  }

  async cancel(requestId: Hex, reason: string): Promise<void> {
    await this.#agent.cancel(requestId, reason);
    this.#audience.happened('request', requestId);
  }

  async abort(sessionId: Hex, reason: string): Promise<void> {
    await this.#agent.abort(sessionId, reason);
    this.#audience.happened('session', sessionId);
  }

  async retry(sessionId: Hex): Promise<void> {
    await this.#agent.retry(sessionId);
    this.#audience.happened('session', sessionId);
  }

  async confirmBroadcast(sessionId: Hex, reference: string): Promise<void> {
    await this.#agent.confirmBroadcast(sessionId, reference === '' ? undefined : reference);
    this.#broadcast(sessionId);
  }

  async reportBroadcastFailure(sessionId: Hex, reason: string): Promise<void> {
    await this.#agent.reportBroadcastFailure(sessionId, reason);
    this.#broadcast(sessionId);
  }

  get #agent(): Agent {
    if (this.#working === undefined) throw new Refusal('UNAVAILABLE', 'unlock the key first');
    return this.#working.agent;
  }

  /** Gets a key and goes to work with it, unless somebody locks it meanwhile. */
  async #open(get: () => Promise<SecretKey>): Promise<void> {
    if (this.#opening !== undefined) throw new Refusal('CONFLICT', 'a key is being opened');
    const opening = new AbortController();
    this.#opening = opening;
    try {
      await this.#work(await get(), opening.signal);
    } finally {
      if (this.#opening === opening) this.#opening = undefined;
    }
    this.#audience.changed();
  }

  async #work(key: SecretKey, locked: AbortSignal): Promise<void> {
    const { bus, locks } = this.#parts;
    let giveBack: (() => void) | undefined;
    let starting: Agent | undefined;
    // Whoever locks it does not wait for a gateway that may be away.
    const over = () => {
      starting?.close();
      key.wipe();
      giveBack?.();
    };
    try {
      giveBack = await takeSoleUse(key.publicKey, locks);
      if (giveBack === undefined) {
        throw new Refusal('CONFLICT', 'another tab of this browser already signs with this key');
      }
      locked.throwIfAborted();
      locked.addEventListener('abort', over);
      const settings = { policy: this.consents.policy, policyTimeout: POLICY_TIMEOUT };
      const agent = await Agent.start({ bus, key, ...settings }, (agent) => {
        starting = agent;
        this.#listen(agent);
      });
      locked.throwIfAborted();
      this.#working = { agent, key, giveBack };
    } catch (error) {
      over();
      throw locked.aborted ? locked.reason : error;
    } finally {
      locked.removeEventListener('abort', over);
    }
  }

  #listen(agent: Agent): void {
    const { news, happened } = this.#audience;
    agent.on('requested', ({ requestId }) => {
      happened('request', requestId);
      news(`You are asked to sign: request ${shortened(requestId)}.`);
    });
    agent.on('participant.joined', ({ requestId }) => happened('request', requestId));
    for (const [type, why] of REQUEST_ENDINGS) {
      agent.on(type, ({ requestId }: { requestId: Hex }) => {
        this.consents.drop({ requestId }, why);
        happened('request', requestId);
      });
    }
    for (const type of SESSION_EVENTS) {
      agent.on(type, ({ sessionId }: { sessionId: Hex }) => happened('session', sessionId));
    }
    agent.on('ended', ({ sessionId, outcome }) => {
      this.consents.drop({ sessionId }, 'the session has ended');
      happened('session', sessionId);
      const result = outcome.kind === 'signed' ? 'is signed' : `ended: ${outcome.failure.message}`;
      news(`Your session ${shortened(sessionId)} ${result}.`);
    });
    agent.on('rejected', ({ requestId, reason }) => {
      news(`You take no part in request ${shortened(requestId)}: ${reason}.`);
    });
    agent.on('lie', ({ detail }) => news(`The services were caught at a lie: ${detail}.`));
    agent.on('unheard', ({ what, message }) => news(`${what} was not heard: ${message}.`));
    agent.on('broadcast', (order) => {
      this.#orders = [...this.#orders, order];
      this.#audience.changed();
      news(`You are to broadcast the result of session ${shortened(order.sessionId)}.`);
    });
    agent.on('error', (error) => {
      if (!(error instanceof QuestionWithdrawn)) console.error(error);
    });
  }

  #broadcast(sessionId: Hex): void {
    this.#orders = this.#orders.filter((order) => order.sessionId !== sessionId);
    this.#audience.happened('session', sessionId);
    this.#audience.changed();
  }
}
