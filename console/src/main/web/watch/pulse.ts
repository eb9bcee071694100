import { Refusal } from '@tutti/client';
import type { Reader } from './reader.js';

/** Whether a service answers, and how fast. */
export interface Beat {
  readonly service: string;
  readonly trouble?: Refusal;
  readonly millis: number;
}

const NOBODY = '00'.repeat(32);

/** Asks each service something harmless, the way that every client asks. */
export class Pulse {
  readonly #reader: Reader;
  readonly #changed: () => void;
  #beats: readonly Beat[] = [];

  constructor(reader: Reader, changed: () => void) {
    this.#reader = reader;
    this.#changed = changed;
  }

  /** What was felt last; empty before anybody has asked. */
  get beats(): readonly Beat[] {
    return this.#beats;
  }

  async feel(): Promise<void> {
    this.#beats = await Promise.all([
      beat('Discovery', () => this.#reader.touchDirectory()),
      beat('Requests', () => this.#reader.request(NOBODY)),
      beat('Sessions', () => this.#reader.session(NOBODY)),
    ]);
    this.#changed();
  }
}

async function beat(service: string, ask: () => Promise<unknown>): Promise<Beat> {
  const begin = performance.now();
  try {
    await ask();
  } catch (error) {
    const trouble = Refusal.from(error);
    // Who says that there is no such thing has answered.
    if (trouble.code !== 'NOT_FOUND') return { service, trouble, millis: elapsed(begin) };
  }
  return { service, millis: elapsed(begin) };
}

function elapsed(begin: number): number {
  return Math.round(performance.now() - begin);
}
