import { html, nothing } from 'lit-html';
import type { View } from './parts.js';

/** Runs what a person asks for, and says beside it what became of it. */
export class Deeds {
  readonly #results = new Map<string, { text: string; failed: boolean }>();
  readonly #running = new Set<string>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Does something once; while it goes on, nothing else of the same name is begun. */
  async run(name: string, work: () => Promise<string | void>): Promise<boolean> {
    if (this.#running.has(name)) return false;
    this.#running.add(name);
    this.#results.delete(name);
    this.#changed();
    try {
      const text = await work();
      if (text !== undefined) this.#results.set(name, { text, failed: false });
      return true;
    } catch (error) {
      this.#results.set(name, { text: explained(error), failed: true });
      return false;
    } finally {
      this.#running.delete(name);
      this.#changed();
    }
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  /** What became of it; a failure is told at once, a success when there is a pause. */
  result(name: string): View {
    if (this.#running.has(name)) return html`<p class="result" role="status">Working …</p>`;
    const result = this.#results.get(name);
    if (result === undefined) return nothing;
    return html`<p class="result ${result.failed ? 'bad' : 'good'}" role=${result.failed ? 'alert' : 'status'}>
      ${result.text}
    </p>`;
  }
}

/** A failure in words; a code of the contract is named, so that it can be looked up. */
export function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${error.message}`;
}
