import { type Hex, Refusal } from '@tutti/client';
import type { AdminClient, Ban, Check, Member } from './adminClient.js';

/** What an operator sees and does; nothing of it is there without an API key. */
export class AdminDesk {
  readonly #open: (apiKey: string) => AdminClient;
  readonly #changed: () => void;
  #client: AdminClient | undefined;
  /** Who is in the cluster; undefined for whom the key does not let see it. */
  members: readonly Member[] | undefined;
  /** Who is banned; undefined for whom the key does not let see it. */
  bans: readonly Ban[] | undefined;
  /** How the services are, seen from the gateway; undefined for whom the key does not let see it. */
  checks: readonly Check[] | undefined;
  /** Why what is shown may be old. */
  trouble: Refusal | undefined;

  constructor(open: (apiKey: string) => AdminClient, changed: () => void) {
    this.#open = open;
    this.#changed = changed;
  }

  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** Takes a key for this page, if it opens anything; it is kept nowhere. */
  async enter(apiKey: string): Promise<void> {
    const client = this.#open(apiKey);
    await this.#read(client);
    this.#client = client;
    this.#changed();
  }

  leave(): void {
    this.#client = undefined;
    this.members = undefined;
    this.bans = undefined;
    this.checks = undefined;
    this.trouble = undefined;
    this.#changed();
  }

  /** Looks again, if there is a key to look with. */
  async refresh(): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    try {
      await this.#read(client);
      this.trouble = undefined;
    } catch (error) {
      this.trouble = Refusal.from(error);
    }
    if (this.#client === undefined) this.leave(); // meanwhile, and nothing may be left of it
    this.#changed();
  }

  async ban(subject: string, minutes: number, reason: string): Promise<void> {
    await this.#entered.ban(subject, minutes, reason);
    await this.refresh();
  }

  async pardon(subject: string): Promise<void> {
    await this.#entered.pardon(subject);
    await this.refresh();
  }

  async endRequest(requestId: Hex, reason: string): Promise<void> {
    await this.#entered.endRequest(requestId, reason);
  }

  get #entered(): AdminClient {
    if (this.#client === undefined) throw new Refusal('NOT_ALLOWED', 'enter an API key first');
    return this.#client;
  }

  async #read(client: AdminClient): Promise<void> {
    const [members, bans, checks] = await Promise.all([
      ifAllowed(client.members()),
      ifAllowed(client.bans()),
      ifAllowed(client.checks()),
    ]);
    if (members === undefined && bans === undefined) {
      throw new Refusal('NOT_ALLOWED', 'this API key opens nothing that is shown here');
    }
    this.members = members;
    this.bans = bans;
    this.checks = checks;
  }
}

/** What a key with fewer scopes may not see is left out. */
async function ifAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'NOT_ALLOWED') return undefined;
    throw error;
  }
}
