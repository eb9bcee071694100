import { type ErrorCode, ERROR_CODES, Refusal } from '@tutti/client';

/** A member of the cluster. */
export interface Member {
  readonly address: string;
  readonly role: string;
  /** Whether it is the gateway that answers. */
  readonly self?: boolean;
}

/** A key or an address that is not let in. */
export interface Ban {
  readonly subject: string;
  readonly bannedUntil: number;
  readonly reason?: string;
}

/** The operators' part of the gateway's REST interface. */
export class AdminClient {
  readonly #apiKey: string;
  readonly #fetch: typeof fetch;

  constructor(apiKey: string, fetching: typeof fetch = (input, init) => fetch(input, init)) {
    this.#apiKey = apiKey;
    this.#fetch = fetching;
  }

  async members(): Promise<readonly Member[]> {
    return listOf<Member>(await this.#ask('GET', 'members'), 'members');
  }

  async bans(): Promise<readonly Ban[]> {
    return listOf<Ban>(await this.#ask('GET', 'bans'), 'bans');
  }

  async ban(subject: string, minutes: number, reason: string): Promise<void> {
    await this.#ask('POST', 'bans', { subject, duration: minutes * 60_000, reason });
  }

  async pardon(subject: string): Promise<void> {
    await this.#ask('DELETE', `bans/${encodeURIComponent(subject)}`);
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

function listOf<T>(answer: unknown, name: string): readonly T[] {
  const list = isObject(answer) ? answer[name] : undefined;
  if (!Array.isArray(list)) throw new Refusal('MALFORMED', `no ${name} in the gateway's answer`);
  return list as T[];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
