import {
  AnnouncedRequest,
  bodyOf,
  type Bus,
  DISCOVERY,
  type Evidence,
  type Hex,
  isSignedBySigner,
  type Operation,
  read,
  Refusal,
  REQUEST,
  type RequestView,
  requestIdOf,
  SESSION,
  type SessionStatus,
  type SignerPage,
} from '@tutti/client';

/** A request whose creator really signed it. */
export interface ReadRequest {
  readonly view: RequestView;
  readonly request: AnnouncedRequest;
}

const ANSWER_TIMEOUT = 10_000;
const PAGE = 100;
/** More than a person can look through. */
const PAGES = 10;

/** Reads what everybody may read; what is forged is left out. */
export class Reader {
  readonly #bus: Bus;
  /** Advertisements that were found genuine: the whole directory is read again every minute. */
  #genuine = new Set<string>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** The directory, as far as a person can look through it. */
  async signers(): Promise<SignerPage['signers']> {
    const found: SignerPage['signers'] = [];
    const genuine = new Set<string>();
    let after: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { signers, next } = await this.#ask(DISCOVERY.find, query);
      for (const signer of signers) {
        const text = JSON.stringify(signer.advertisement);
        if (!this.#genuine.has(text) && !isGenuine(signer.advertisement)) continue;
        genuine.add(text);
        found.push(signer);
      }
      if (next === undefined) break;
      after = next;
    }
    this.#genuine = genuine;
    return found;
  }

  /** The open requests, and those that are being signed, that name a key. */
  async requestsOf(publicKey: Hex): Promise<ReadRequest[]> {
    const query = { publicKey, states: ['OPEN', 'READY'] as const, limit: PAGE };
    const { requests } = await this.#ask(REQUEST.find, query);
    return requests.flatMap((view) => {
      const request = verified(view);
      return request === undefined ? [] : [{ view, request }];
    });
  }

  async request(requestId: Hex): Promise<ReadRequest> {
    const view = await this.#ask(REQUEST.get, { requestId });
    const request = verified(view);
    if (request === undefined || view.requestId !== requestId) {
      throw new Refusal('INVALID_SIGNATURE', 'the request that was shown is forged');
    }
    return { view, request };
  }

  /** Asks the directory for nothing that is shown; it fails if there is no answer. */
  async touchDirectory(): Promise<void> {
    await this.#ask(DISCOVERY.find, { limit: 1 });
  }

  session(sessionId: Hex): Promise<SessionStatus> {
    return this.#ask(SESSION.status, { sessionId });
  }

  /** The types of what has happened in a session, as far as the services still know. */
  async happened(sessionId: Hex): Promise<string[]> {
    const { events } = await this.#ask(SESSION.events, { sessionId, after: 0 });
    return events.map(({ type }) => type);
  }

  evidence(sessionId: Hex): Promise<Evidence> {
    return this.#ask(SESSION.evidence, { sessionId });
  }

  /** Asks once; nobody answering in time is a failure like any other. */
  async #ask<Q, R>(operation: Operation<Q, R>, query: Q): Promise<R> {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), ANSWER_TIMEOUT);
    const silence = new Promise<never>((_, reject) => {
      giveUp.signal.addEventListener('abort', () => {
        reject(new Refusal('TIMEOUT', 'no answer in time'));
      });
    });
    try {
      const answer = this.#bus.request(operation.address, query, giveUp.signal);
      return read(operation.reply, await Promise.race([answer, silence]));
    } finally {
      clearTimeout(timer);
    }
  }
}

function isGenuine(advertisement: SignerPage['signers'][number]['advertisement']): boolean {
  return advertisement.type === DISCOVERY.advertise.type && isSignedBySigner(advertisement);
}

/** The request of an announcement that its creator signed and that has the id it is shown under. */
function verified({ requestId, request: announcement }: RequestView): AnnouncedRequest | undefined {
  try {
    const request = bodyOf(announcement, REQUEST.announce.type, AnnouncedRequest);
    const genuine =
      announcement.signer === request.creator &&
      requestIdOf(announcement.body) === requestId &&
      isSignedBySigner(announcement);
    return genuine ? request : undefined;
  } catch {
    return undefined; // not even a request
  }
}
