import { Agent, type AgentOptions } from '../src/agent/agent.js';
import type { AgentEvents } from '../src/agent/events.js';
import { approveAll } from '../src/agent/policy.js';
import type { SecretKey } from '../src/musig/secretKey.js';
import type { RequestOptions, SigningRequest } from '../src/protocol/request.js';
import { SYSTEM_TIME, type Time } from '../src/time.js';
import { hash } from './peers.js';
import { Services } from './services.js';

/** How long a test waits for what must happen. */
export const SOON = { timeout: 20_000 };

/** Some agents, their services, and everything that the agents have told. */
export class Company {
  readonly services = new Services();
  readonly told: { by: string; event: keyof AgentEvents; data: unknown }[] = [];
  readonly #agents: Agent[] = [];
  #waiting: (() => void)[] = [];

  /** Starts an agent that approves everything, unless its options say otherwise. */
  async hire(key: SecretKey, options: Partial<AgentOptions> = {}): Promise<Agent> {
    const given = { policy: approveAll, limits: { syncInterval: 200 }, ...options };
    const agent = await Agent.start({ bus: this.services.bus(), key, ...given }, (one) =>
      this.#listen(one),
    );
    this.#agents.push(agent);
    return agent;
  }

  /** The first thing of a kind that an agent has told, or will tell. */
  async heard<E extends keyof AgentEvents>(event: E): Promise<Parameters<AgentEvents[E]>[0]> {
    const deadline = Date.now() + SOON.timeout;
    for (;;) {
      const found = this.told.find((one) => one.event === event);
      if (found !== undefined) return found.data as never;
      if (Date.now() > deadline) throw new Error(`nobody has told of ${event}`);
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        setTimeout(resolve, 500).unref();
      });
    }
  }

  all(event: keyof AgentEvents): unknown[] {
    return this.told.filter((one) => one.event === event).map(({ data }) => data);
  }

  close(): void {
    for (const agent of this.#agents) agent.close();
  }

  #listen(agent: Agent): void {
    const events: (keyof AgentEvents)[] = [
      'requested',
      'rejected',
      'lie',
      'ended',
      'broadcast',
      'unheard',
      'error',
      'request.declined',
      'session.ready',
      'session.nonce-commitments-complete',
      'session.nonces-complete',
      'session.complete',
      'session.aborted',
    ];
    for (const event of events) {
      agent.on(event, ((data: unknown) => {
        this.told.push({ by: agent.publicKey, event, data });
        for (const resolve of this.#waiting.splice(0)) resolve();
      }) as never);
    }
  }
}

export function requestBy(
  creator: SecretKey,
  others: SecretKey[],
  options: RequestOptions = {},
): SigningRequest {
  return {
    creator: creator.publicKey,
    keys: [creator, ...others].map((key) => key.publicKey),
    items: [
      { message: hash('first') },
      { message: hash('second'), tweaks: [{ tweak: hash('tweak'), xOnly: true }] },
    ],
    purpose: 'test',
    expiresAt: Date.now() + 60_000,
    options,
  };
}

/** A clock that runs so many times faster. */
export function fast(factor: number): Time {
  const start = Date.now();
  return {
    ...SYSTEM_TIME,
    now: () => start + (Date.now() - start) * factor,
    after: (millis, work) => SYSTEM_TIME.after(millis / factor, work),
  };
}
