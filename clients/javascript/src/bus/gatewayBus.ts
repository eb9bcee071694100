import { Deferred, detach, SYSTEM_TIME, type Time, within } from '../time.js';
import { read } from '../protocol/envelope.js';
import { ADDRESSES, GATEWAY } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { Bus, Identity, Subscription } from './bus.js';
import { Connection, type Socket } from './connection.js';
import type { ClientFrame } from './frames.js';
import { Stamping } from './stamping.js';

/** Where the gateway is, and how to reach it. */
export interface GatewayOptions {
  /** `https://tutti.example`, or with a path if the gateway is behind one. */
  readonly url: string;
  /** Opens a WebSocket; without it the platform's own. */
  readonly socket?: (url: string) => Socket;
  /** Is told of what keeps an inbox or a topic closed. */
  readonly onTrouble?: (refusal: Refusal) => void;
  /** How often a sign of life is sent, in milliseconds. */
  readonly pingInterval?: number;
  /** How long an answer about a registration or a login may take, or a connection, in milliseconds. */
  readonly answerTimeout?: number;
  readonly time?: Time;
}

/** Something that is listened to, on this connection and on the next ones. */
interface Registration {
  readonly address: string;
  readonly identity?: Identity;
  readonly listeners: Set<(body: unknown) => void>;
  readonly opened: Deferred<void>;
}

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 10_000;

/** Longer than a gateway takes to answer, or to say that nobody does. */
const SILENCE = 8_000;

/** How long an answer about a registration or a login may take, and a connection to open. */
const ANSWER_TIMEOUT = 10_000;

/**
 * The gateway's event-bus bridge over one WebSocket, which is opened again when it is lost. Logs in
 * with the keys whose inboxes are open, each time anew.
 */
export class GatewayBus implements Bus {
  readonly #options: GatewayOptions;
  readonly #time: Time;
  readonly #socketUrl: string;
  readonly #audience: string;
  readonly #registrations = new Map<string, Registration>();
  readonly #returnListeners = new Set<() => void>();
  readonly #stamping = new Stamping((publicKey) => this.#challenge(this.#connected(), publicKey));
  /** The newest, which may not be open yet. */
  #newest: Connection | undefined;
  /** The one that is open. */
  #connection: Connection | undefined;
  #pause = FIRST_PAUSE;
  #wasOpen = false;
  #closed = false;
  #stopTimer: () => void = () => {};

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#time = options.time ?? SYSTEM_TIME;
    const url = new URL(options.url);
    this.#audience = `${url.protocol.replace('ws', 'http')}//${url.host}`;
    const protocol = url.protocol.replace('http', 'ws');
    const path = url.pathname.replace(/\/*$/, '/eventbus/websocket');
    this.#socketUrl = `${protocol}//${url.host}${path}`;
    this.#connect();
  }

  async request(address: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    const send = (headers: { headers?: { Stamp: string } } = {}) =>
      this.#watched(
        this.#connected(),
        (replyAddress) => ({ type: 'send', address, replyAddress, ...headers, body }),
        signal,
      );
    try {
      return await send();
    } catch (error) {
      if (!Stamping.isAskedFor(error, body)) throw error;
      return await send({ headers: { Stamp: await this.#stamping.stamp(body, signal) } });
    }
  }

  openInbox(
    identity: Identity,
    hear: (body: unknown) => void,
    signal?: AbortSignal,
  ): Promise<Subscription> {
    return this.#listen(ADDRESSES.inbox(identity.publicKey), hear, identity, signal);
  }

  subscribe(topic: string, hear: (body: unknown) => void): Promise<Subscription> {
    return this.#listen(topic, hear);
  }

  onReturn(listener: () => void): () => void {
    this.#returnListeners.add(listener);
    return () => this.#returnListeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer();
    this.#newest?.close();
    const reason = new Refusal('UNAVAILABLE', 'the bus was closed');
    for (const { opened } of this.#registrations.values()) opened.reject(reason);
  }

  #connected(): Connection {
    if (this.#connection === undefined) {
      throw new Refusal('UNAVAILABLE', 'not connected to the gateway');
    }
    return this.#connection;
  }

  #connect(): void {
    const open = this.#options.socket ?? ((url) => new WebSocket(url) as unknown as Socket);
    const socket = open(this.#socketUrl);
    const connection = new Connection(
      socket,
      (address, body) => this.#deliver(address, body),
      () => this.#lost(connection),
    );
    this.#newest = connection;
    const { answerTimeout = ANSWER_TIMEOUT } = this.#options;
    this.#stopTimer = this.#time.after(answerTimeout, () => connection.close());
    socket.onopen = () => {
      if (connection.isClosed) return;
      this.#stopTimer();
      this.#connection = connection;
      this.#ping(connection);
      detach(this.#opened(connection));
    };
  }

  #lost(connection: Connection): void {
    if (this.#connection === connection) this.#connection = undefined;
    this.#connectLater();
  }

  #connectLater(): void {
    if (this.#closed) return;
    this.#stopTimer();
    // Not all at the same moment after a failure that hit all.
    const pause = this.#pause * (0.5 + this.#time.chance());
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    this.#stopTimer = this.#time.after(pause, () => this.#connect());
  }

  #ping(connection: Connection): void {
    if (this.#closed || this.#connection !== connection) return;
    connection.send({ type: 'ping' });
    if (connection.isClosed) return;
    const { pingInterval = 15_000 } = this.#options;
    this.#stopTimer = this.#time.after(pingInterval, () => this.#ping(connection));
  }

  /** Opens everything that is listened to, and then tells that the connection is back. */
  async #opened(connection: Connection): Promise<void> {
    const all = [...this.#registrations.values()];
    await Promise.all(all.map((registration) => this.#open(connection, registration)));
    if (this.#connection !== connection) return;
    this.#pause = FIRST_PAUSE;
    if (this.#wasOpen) this.#returned();
    this.#wasOpen = true;
  }

  #returned(): void {
    for (const listener of this.#returnListeners) listener();
  }

  /** Opens one; what fails is tried again, unless it was never open and is refused for good. */
  async #open(
    connection: Connection,
    registration: Registration,
    pause = FIRST_PAUSE,
  ): Promise<void> {
    const { address, identity, opened } = registration;
    try {
      if (identity !== undefined) await this.#login(connection, identity);
      await this.#ask(connection, (replyAddress) => ({ type: 'register', address, replyAddress }));
      opened.resolve();
    } catch (error) {
      const refusal = Refusal.from(error);
      if (!refusal.retryable) opened.reject(refusal);
      if (this.#connection !== connection) return; // the next one opens it
      this.#options.onTrouble?.(refusal);
      this.#time.after(Math.max(pause, refusal.retryAfter ?? 0), () => {
        if (this.#connection !== connection || !this.#registrations.has(address)) return;
        const next = Math.min(pause * 2, LONGEST_PAUSE);
        detach(this.#open(connection, registration, next).then(() => this.#returned()));
      });
    }
  }

  /** Proves to this gateway, and to no other, that the key is held. */
  async #login(connection: Connection, identity: Identity): Promise<void> {
    const asked = await this.#challenge(connection, identity.publicKey);
    const { challenge } = read(GATEWAY.challenge.reply, asked);
    const body = identity.sign(GATEWAY.login.type, { challenge, audience: this.#audience });
    const { address } = GATEWAY.login;
    await this.#ask(connection, (replyAddress) => ({ type: 'send', address, replyAddress, body }));
  }

  #challenge(connection: Connection, publicKey: string): Promise<unknown> {
    const { address } = GATEWAY.challenge;
    const body = { publicKey };
    return this.#ask(connection, (replyAddress) => ({ type: 'send', address, replyAddress, body }));
  }

  #ask(connection: Connection, frame: (replyAddress: string) => ClientFrame): Promise<unknown> {
    const { answerTimeout = ANSWER_TIMEOUT } = this.#options;
    const giveUp = new AbortController();
    const answer = this.#watched(connection, frame, giveUp.signal);
    return within(this.#time, answer, { timeout: answerTimeout }).finally(() => giveUp.abort());
  }

  /** Asks; a connection on which nothing at all came while an answer was due is given up. */
  #watched(
    connection: Connection,
    frame: (replyAddress: string) => ClientFrame,
    signal: AbortSignal,
  ): Promise<unknown> {
    const heard = connection.heard;
    const answer = connection.ask(frame, signal);
    const stop = this.#time.after(SILENCE, () => {
      if (connection.heard === heard) connection.close();
    });
    signal.addEventListener('abort', stop, { once: true });
    answer.then(stop, stop);
    return answer;
  }

  async #listen(
    address: string,
    hear: (body: unknown) => void,
    identity?: Identity,
    signal?: AbortSignal,
  ): Promise<Subscription> {
    if (this.#closed) throw new Refusal('UNAVAILABLE', 'the bus was closed');
    let registration = this.#registrations.get(address);
    if (registration === undefined) {
      const listeners = new Set<(body: unknown) => void>();
      const entry = { address, listeners, opened: new Deferred<void>() };
      registration = identity === undefined ? entry : { ...entry, identity };
      this.#registrations.set(address, registration);
      if (this.#connection !== undefined) detach(this.#open(this.#connection, registration));
    }
    const { listeners, opened } = registration;
    listeners.add(hear);
    const subscription = { close: () => this.#leave(address, hear) };
    try {
      await within(this.#time, opened.promise, signal === undefined ? {} : { signal });
    } catch (error) {
      await subscription.close();
      throw error;
    }
    return subscription;
  }

  async #leave(address: string, hear: (body: unknown) => void): Promise<void> {
    const registration = this.#registrations.get(address);
    if (registration === undefined || !registration.listeners.delete(hear)) return;
    if (registration.listeners.size > 0) return;
    this.#registrations.delete(address);
    const connection = this.#connection;
    if (connection === undefined) return;
    await this.#ask(connection, (replyAddress) => ({
      type: 'unregister',
      address,
      replyAddress,
    })).catch(() => {}); // it is not listened to any more, whether the gateway heard it or not
  }

  #deliver(address: string, body: unknown): void {
    for (const hear of this.#registrations.get(address)?.listeners ?? []) hear(body);
  }
}
