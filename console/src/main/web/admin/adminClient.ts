import { type ErrorCode, ERROR_CODES, type Hex, read, Refusal } from '@tutti/client';
import * as v from 'valibot';

const MemberList = v.object({
  members: v.array(
    v.object({
      address: v.string(),
      role: v.string(),
      /** Whether it is the gateway that answers. */
      self: v.boolean(),
    }),
  ),
});

const BanList = v.object({
  bans: v.array(
    v.object({
      /** A key or an address that is not let in. */
      subject: v.string(),
      bannedUntil: v.pipe(v.number(), v.minValue(0)),
      reason: v.exactOptional(v.string()),
    }),
  ),
});

const Health = v.object({
  checks: v.array(
    v.object({
      name: v.string(),
      outcome: v.picklist(['UP', 'DOWN']),
      detail: v.exactOptional(v.string()),
    }),
  ),
});

/** A member of the cluster. */
export type Member = v.InferOutput<typeof MemberList>['members'][number];

/** A key or an address that is not let in. */
export type Ban = v.InferOutput<typeof BanList>['bans'][number];

/** Something that works or does not, seen from the gateway. */
export type Check = v.InferOutput<typeof Health>['checks'][number];

/** The operators' part of the gateway's REST interface. */
export class AdminClient {
  readonly #apiKey: string;
  readonly #fetch: typeof fetch;

  constructor(apiKey: string, fetching: typeof fetch = (input, init) => fetch(input, init)) {
    this.#apiKey = apiKey;
    this.#fetch = fetching;
  }

  async members(): Promise<readonly Member[]> {
    return read(MemberList, await this.#ask('GET', 'members')).members;
  }

  async bans(): Promise<readonly Ban[]> {
    return read(BanList, await this.#ask('GET', 'bans')).bans;
  }

  async checks(): Promise<readonly Check[]> {
    return read(Health, await this.#ask('GET', 'health')).checks;
  }

  async ban(subject: string, minutes: number, reason: string): Promise<void> {
    await this.#ask('POST', 'bans', { subject, duration: minutes * 60_000, reason });
  }

  async pardon(subject: string): Promise<void> {
    await this.#ask('DELETE', `bans/${encodeURIComponent(subject)}`);
  }

  /** Ends an open request, as if its time were over. */
  async endRequest(requestId: Hex, reason: string): Promise<void> {
    await this.#ask('POST', `requests/${requestId}/cancel`, { reason });
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#apiKey}` };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    // Other than an operator would expect, a cookie or a redirect could send the key elsewhere.
    const init: RequestInit = { method, headers, credentials: 'omit', redirect: 'error' };
    const response = await this.#fetch(
      `/v1/admin/${path}`,
      body === undefined ? init : { ...init, body: JSON.stringify(body) },
    );
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refusalOf(response.status, answer);
    return answer;
  }
}

/** An RFC 9457 problem as the refusal that it tells of. */
export function refusalOf(status: number, problem: unknown): Refusal {
  const { code, detail } = isObject(problem) ? problem : {};
  const known = typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
  const message = typeof detail === 'string' ? detail : `the gateway answered ${status}`;
  return new Refusal(known ? (code as ErrorCode) : 'UNAVAILABLE', message);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
