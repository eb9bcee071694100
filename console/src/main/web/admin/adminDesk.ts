import type { AdminClient, Ban, Member } from './adminClient.js';

/** What an operator sees and does; nothing of it is there without an API key. */
export class AdminDesk {
  readonly #open: (apiKey: string) => AdminClient;
  readonly #changed: () => void;
  #client: AdminClient | undefined;
  members: readonly Member[] = [];
  bans: readonly Ban[] = [];

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
    this.members = [];
    this.bans = [];
    this.#changed();
  }

  async refresh(): Promise<void> {
    await this.#read(this.#entered);
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

  get #entered(): AdminClient {
    if (this.#client === undefined) throw new Error('Enter an API key first.');
    return this.#client;
  }

  async #read(client: AdminClient): Promise<void> {
    const [members, bans] = await Promise.all([client.members(), client.bans()]);
    this.members = members;
    this.bans = bans;
  }
}
