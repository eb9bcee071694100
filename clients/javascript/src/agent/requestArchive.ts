import type { Hex } from '../protocol/bytes.js';
import { REQUEST } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { RequestQuery, RequestState, RequestView } from '../protocol/request.js';
import type { Context } from './context.js';

const MAX_REQUESTS = 100_000;

/** What the services keep about requests, for reading. */
export class RequestArchive {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  get(requestId: Hex): Promise<RequestView> {
    return this.#context.calls.call(REQUEST.get, { requestId }, this.#context.callDeadline());
  }

  /** All requests in these states that name this signer, page by page. */
  async find(states: readonly RequestState[]): Promise<RequestView[]> {
    const found: RequestView[] = [];
    const query: RequestQuery = { publicKey: this.#context.self, states };
    let after: string | undefined;
    do {
      const page = await this.#context.calls.call(
        REQUEST.find,
        after === undefined ? query : { ...query, after },
        this.#context.callDeadline(),
      );
      found.push(...page.requests);
      if ((page.next !== undefined && page.next === after) || found.length > MAX_REQUESTS) {
        throw new Refusal('MALFORMED', 'pages that do not end');
      }
      after = page.next;
    } while (after !== undefined);
    return found;
  }
}
