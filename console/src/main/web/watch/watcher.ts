import {
  ADDRESSES,
  type Bus,
  Event,
  type Happening,
  happeningOf,
  type Hex,
  isSignedBySigner,
  read,
  Refusal,
} from '@tutti/client';
import type { Directory } from '../model/directory.js';
import { newsOfRequest, newsOfSession } from '../model/news.js';
import { type KnownRequest, RequestBoard } from '../model/requests.js';
import { isMoving, isRunning, isUnexplained, SessionBoard } from '../model/sessions.js';
import type { Reader, ReadRequest } from './reader.js';

const TICK = 1_000;
/** How many things are read again in one tick; the browser's signer uses the same connection. */
const PER_TICK = 20;
/** How long a page that is just opened may take to connect. */
const FIRST_PATIENCE = 3_000;
const MAX_QUEUE = 1_000;
const DIRECTORY_INTERVAL = 60_000;
/** Ended sessions are looked at now and then, as they may be tried again. */
const TICKS_PER_LATE_LOOK = 7;
/** A session that is not there by then is no more. */
const LOOKS_FOR_SESSION = 20;
/** Signers whose requests are looked for when the page is opened. */
const SEARCHED = 50;

/** Where the watcher hears of things, and where it asks. */
export interface Sources {
  readonly bus: Bus;
  readonly reader: Reader;
  /** Tells again of requests that were made before anybody listened; the result ends that. */
  replay(hear: (body: unknown) => void): () => void;
}

/** What the watcher tells the page. */
export interface Audience {
  /** Something that is shown has changed. */
  changed(): void;
  /** A sentence for whoever does not see the change. */
  news(sentence: string): void;
}

/** Keeps what is shown up to date: by what is published, and by asking about what may still change. */
export class Watcher {
  readonly requests = new RequestBoard();
  readonly sessions = new SessionBoard();
  readonly #sources: Sources;
  readonly #reader: Reader;
  readonly #directory: Directory;
  readonly #audience: Audience;
  /** What is asked about next; the first has waited longest. */
  readonly #queue = new Set<string>();
  /** How often a session was looked for in vain. */
  readonly #missing = new Map<Hex, number>();
  #endReplay: () => void = () => {};
  #ticks = 0;
  #isTicking = false;
  #isSettled = false;
  #startedAt = 0;
  #listedAt = 0;
  /** Whether a session has ended since, which counts in the records of its signers. */
  #isStale = false;
  /** Why the directory could not be read, if it could not. */
  trouble: Refusal | undefined;

  constructor(sources: Sources, directory: Directory, audience: Audience) {
    this.#sources = sources;
    this.#reader = sources.reader;
    this.#directory = directory;
    this.#audience = audience;
  }

  /** Whether the directory was ever read. */
  get isListed(): boolean {
    return this.#listedAt > 0;
  }

  start(): void {
    this.#startedAt = Date.now();
    const { bus } = this.#sources;
    const hear = (body: unknown) => this.#hear(body);
    for (const topic of [ADDRESSES.signerEvents(), ADDRESSES.requestEvents]) {
      bus.subscribe(topic, hear).catch((error: unknown) => {
        this.trouble = Refusal.from(error);
        this.#audience.changed();
      });
    }
    bus.onReturn(() => void this.#list().then(() => this.#replay(hear)));
    setInterval(() => void this.#tick(), TICK);
    void this.#list();
    this.#replay(hear);
  }

  #replay(hear: (body: unknown) => void): void {
    this.#endReplay();
    this.#endReplay = this.#sources.replay(hear);
  }

  /** Looks at a request or a session now, as something seems to have happened to it. */
  async look(kind: 'request' | 'session', id: Hex): Promise<void> {
    try {
      if (kind === 'request') {
        this.#learnRequest(await this.#reader.request(id));
      } else {
        await this.#lookAtSession(id);
      }
    } catch {
      // It is looked at again in a later tick; what is gone stays as it was seen last.
    }
    this.#audience.changed();
  }

  /** Finds the requests that name those who are listed. */
  async #search(): Promise<void> {
    for (const { key } of this.#directory.signers(Date.now()).slice(0, SEARCHED)) {
      try {
        for (const found of await this.#reader.requestsOf(key)) this.#learnRequest(found);
      } catch {
        // The others may still be found.
      }
      this.#audience.changed();
    }
    this.#isSettled = true;
  }

  async #list(): Promise<void> {
    try {
      this.#directory.list(await this.#reader.signers());
      const isFirst = !this.isListed;
      this.#isStale = false;
      this.trouble = undefined;
      this.#listedAt = Date.now();
      if (isFirst) void this.#search();
    } catch (error) {
      const isOpening = !this.isListed && Date.now() - this.#startedAt < FIRST_PATIENCE;
      if (!isOpening) this.trouble = Refusal.from(error);
    }
    this.#audience.changed();
  }

  async #tick(): Promise<void> {
    if (document.hidden || this.#isTicking) return; // nobody looks, or the services are slow
    this.#isTicking = true;
    const isCurrent = this.isListed && this.trouble === undefined && !this.#isStale;
    const due = isCurrent ? DIRECTORY_INTERVAL : TICK;
    if (Date.now() - this.#listedAt >= due) await this.#list();
    this.#fillQueue();
    await this.#lookAtNext();
    this.#isTicking = false;
  }

  async #lookAtNext(): Promise<void> {
    const next = [...this.#queue].slice(0, PER_TICK);
    await Promise.all(
      next.map((entry) => {
        this.#queue.delete(entry);
        const [kind, id] = entry.split(' ') as ['request' | 'session', Hex];
        return this.look(kind, id);
      }),
    );
  }

  #fillQueue(): void {
    for (const { id, view } of this.requests.all()) {
      if (view.state === 'OPEN') this.#queue.add(`request ${id}`);
      else if (this.#isMissing(view.sessionId)) this.#queue.add(`session ${view.sessionId}`);
    }
    const isLate = ++this.#ticks % TICKS_PER_LATE_LOOK === 0;
    for (const { status, request } of this.sessions.all()) {
      const { sessionId, phase, nextSessionId } = status;
      const mayBeRetried =
        phase !== 'COMPLETE' &&
        nextSessionId === undefined &&
        request.request.expiresAt > Date.now();
      if (isMoving(status) || (isLate && mayBeRetried)) this.#queue.add(`session ${sessionId}`);
    }
  }

  /** Whether a session that is announced was not seen yet. */
  #isMissing(id: Hex | undefined): boolean {
    if (id === undefined || this.sessions.get(id) !== undefined) return false;
    const looks = (this.#missing.get(id) ?? 0) + 1;
    this.#missing.set(id, looks);
    return looks <= LOOKS_FOR_SESSION;
  }

  #hear(body: unknown): void {
    let happening: Happening | undefined;
    try {
      happening = happeningOf(read(Event, body));
    } catch {
      return; // nothing that this page understands
    }
    if (happening === undefined) return;
    if (happening.type === 'request.created') {
      // Not at once: whoever publishes many must not have this page ask as many at a time.
      const { requestId } = happening.data;
      if (this.requests.get(requestId) === undefined) this.#queue.add(`request ${requestId}`);
      const [oldest] = this.#queue;
      if (oldest !== undefined && this.#queue.size > MAX_QUEUE) this.#queue.delete(oldest);
    } else if (isTrustworthy(happening) && this.#directory.hear(happening)) {
      this.#audience.changed();
    }
  }

  #learnRequest({ view, request }: ReadRequest): void {
    const before = this.requests.put(view, request, Date.now());
    const after = this.requests.get(view.requestId) as KnownRequest;
    this.#tell(newsOfRequest(before, after));
    const { sessionId } = view;
    if (sessionId !== undefined && this.sessions.get(sessionId) === undefined) {
      void this.look('session', sessionId);
    }
  }

  async #lookAtSession(id: Hex): Promise<void> {
    const status = await this.#reader.session(id);
    if (this.requests.get(status.requestId) === undefined) {
      this.#learnRequest(await this.#reader.request(status.requestId));
    }
    const request = this.requests.get(status.requestId) as KnownRequest;
    const before = this.sessions.put(status, request, Date.now());
    if (before !== undefined && isRunning(before.status.phase) && !isRunning(status.phase)) {
      this.#isStale = true;
    }
    const after = this.sessions.get(id);
    if (after !== undefined) this.#tell(newsOfSession(before, after));
    const { nextSessionId } = status;
    if (nextSessionId !== undefined && this.sessions.get(nextSessionId) === undefined) {
      await this.look('session', nextSessionId);
    }
    // What it was seen doing a second ago need not have been its last round.
    if (after !== undefined && isUnexplained(after)) {
      this.sessions.learn(id, await this.#reader.happened(id));
    }
  }

  /** Nothing is told of what was there when the page was opened. */
  #tell(sentence: string | undefined): void {
    if (sentence !== undefined && this.#isSettled) this.#audience.news(sentence);
  }
}

/** Whether the signer itself says so, where it is the signer's word that counts. */
function isTrustworthy(happening: Happening): boolean {
  return happening.type !== 'signer.advertised' || isSignedBySigner(happening.data.advertisement);
}
