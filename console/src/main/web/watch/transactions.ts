import { type Hex, read, Refusal } from '@tutti/client';
import * as v from 'valibot';
import { refusalOf } from '../admin/adminClient.js';

/** How addresses can be written. */
export const NETWORKS = ['mainnet', 'testnet', 'signet', 'regtest'] as const;
export type Network = (typeof NETWORKS)[number];

const Satoshi = v.pipe(v.number(), v.safeInteger());

const Refused = v.object({ refused: v.object({ code: v.string(), message: v.string() }) });

const Spending = v.object({
  txid: v.string(),
  in: Satoshi,
  out: Satoshi,
  fee: Satoshi,
  cautions: v.array(v.string()),
  outputs: v.array(
    v.object({
      amount: Satoshi,
      to: v.string(),
      change: v.boolean(),
      /** The aggregate key of the group that it goes back to. */
      changeOf: v.exactOptional(v.string()),
      /** Where wallets of the group that has the key would have to look and do not. */
      unwatched: v.exactOptional(v.string()),
    }),
  ),
  inputs: v.array(v.object({ amount: Satoshi, from: v.string(), signing: v.string() })),
});

const Answer = v.object({ requestId: v.string(), transaction: v.union([Refused, Spending]) });

/** What a transaction does with money, or why an agent would refuse it. */
export type Told = v.InferOutput<typeof Answer>['transaction'];
export type Spending = v.InferOutput<typeof Spending>;

/** What is known of a transaction: what was told, why it was not told, or nothing yet. */
export type Known = Told | Refusal | 'being read';

/** Has the gateway tell what transactions do; each only when somebody wants to see it. */
export class Transactions {
  readonly #changed: () => void;
  readonly #fetch: typeof fetch;
  readonly #known = new Map<Hex, Known>();
  #network: Network = 'mainnet';

  constructor(changed: () => void, fetching: typeof fetch = (input, init) => fetch(input, init)) {
    this.#changed = changed;
    this.#fetch = fetching;
  }

  get network(): Network {
    return this.#network;
  }

  /** Whatever was told with other addresses is asked for again. */
  writeAddressesOf(network: Network): void {
    this.#network = network;
    const asked = [...this.#known.keys()];
    this.#known.clear();
    for (const id of asked) void this.look(id);
  }

  of(requestId: Hex): Known | undefined {
    return this.#known.get(requestId);
  }

  /** Asks for it, also if it was refused before. */
  async look(requestId: Hex): Promise<void> {
    const known = this.#known.get(requestId);
    if (known !== undefined && !(known instanceof Refusal)) return;
    const network = this.#network;
    this.#learn(requestId, 'being read');
    const told = await this.#ask(requestId, network).catch((error: unknown) => Refusal.from(error));
    if (network === this.#network && this.#known.has(requestId)) this.#learn(requestId, told);
  }

  /** Nobody looks at it any more. */
  forget(requestId: Hex): void {
    this.#known.delete(requestId);
  }

  #learn(requestId: Hex, known: Known): void {
    this.#known.set(requestId, known);
    this.#changed();
  }

  async #ask(requestId: Hex, network: Network): Promise<Told> {
    const url = `/v1/requests/${requestId}/transaction?network=${network}`;
    const response = await this.#fetch(url, { credentials: 'omit', redirect: 'error' });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refusalOf(response.status, answer);
    const told = read(Answer, answer);
    if (told.requestId !== requestId) throw new Refusal('CONFLICT', 'this is another request');
    return told.transaction;
  }
}
