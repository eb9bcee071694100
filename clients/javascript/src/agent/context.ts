import { createNanoEvents, type Emitter } from 'nanoevents';
import type { Bus } from '../bus/bus.js';
import type { SecretKey } from '../musig/secretKey.js';
import type { Hex } from '../protocol/bytes.js';
import type { Happening } from '../protocol/events.js';
import { Calls } from './calls.js';
import type { AgentEvents, BroadcastOrder } from './events.js';
import type { Policy } from './policy.js';
import { Scribe } from './scribe.js';
import type { Time } from '../time.js';

/** The limits of the contract that a signer lives by, in milliseconds. */
export interface AgentLimits {
  readonly syncInterval: number;
  readonly phaseTimeout: number;
  readonly broadcastTimeout: number;
  readonly timestampSkew: number;
  readonly retention: number;
  readonly signersPerRequest: number;
}

export const DEFAULT_LIMITS: AgentLimits = {
  syncInterval: 5_000,
  phaseTimeout: 600_000,
  broadcastTimeout: 300_000,
  timestampSkew: 300_000,
  retention: 3_600_000,
  signersPerRequest: 1_000,
};

/** How an agent behaves. */
export interface AgentSettings {
  /** Absent: nothing is joined by itself, and what was joined is signed. */
  readonly policy?: Policy;
  /** Absent: the application is told when to broadcast. Yields a reference, such as a txid. */
  readonly broadcaster?: (order: BroadcastOrder) => Promise<string>;
  /** Who starts the rounds: the agent as soon as each may start, or the application. */
  readonly drive: 'automatic' | 'manual';
  readonly limits: AgentLimits;
  /** How long one thing is said again before it counts as unheard. */
  readonly callDeadline: number;
  /** How long the policy may take; later it is a no. */
  readonly policyTimeout: number;
}

/** What the parts of one agent share. */
export class Context {
  readonly emitter: Emitter<AgentEvents> = createNanoEvents();
  readonly calls: Calls;
  readonly scribe: Scribe;

  constructor(
    readonly bus: Bus,
    readonly key: SecretKey,
    readonly settings: AgentSettings,
    readonly time: Time,
  ) {
    this.calls = new Calls(bus, time);
    this.scribe = new Scribe(key, () => time.now());
  }

  get self(): Hex {
    return this.key.publicKey;
  }

  get limits(): AgentLimits {
    return this.settings.limits;
  }

  now(): number {
    return this.time.now();
  }

  /** Until when something that is said now is repeated. */
  callDeadline(): number {
    return this.now() + this.settings.callDeadline;
  }

  /** Tells the application; its mistakes are not the agent's. */
  tell<E extends keyof AgentEvents>(event: E, data: Parameters<AgentEvents[E]>[0]): void {
    for (const listener of this.emitter.events[event] ?? []) {
      try {
        (listener as (data: unknown) => void)(data);
      } catch (error) {
        if (event !== 'error') this.tell('error', error);
      }
    }
  }

  /** Tells the application what the services reported. */
  report({ type, data }: Happening): void {
    this.tell(type as keyof AgentEvents, data as never);
  }
}
