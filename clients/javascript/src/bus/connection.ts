import { Refusal } from '../protocol/refusal.js';
import { type ClientFrame, frameIn, refusalOf, type ServerFrame } from './frames.js';

/** What an agent needs of a WebSocket: the browser's, Node's, or that of the package `ws`. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

interface Pending {
  resolve(body: Record<string, unknown>): void;
  reject(refusal: Refusal): void;
}

/** One connection: sends frames, and brings each answer to whoever asked. */
export class Connection {
  readonly #socket: Socket;
  readonly #hear: (address: string, body: Record<string, unknown>) => void;
  readonly #over: () => void;
  readonly #pending = new Map<string, Pending>();
  #count = 0;
  #closed = false;
  /** How many frames have arrived. */
  heard = 0;

  /** @param over is called once, when nothing comes any more */
  constructor(
    socket: Socket,
    hear: (address: string, body: Record<string, unknown>) => void,
    over: () => void,
  ) {
    this.#socket = socket;
    this.#hear = hear;
    this.#over = over;
    socket.onmessage = ({ data }) => this.#receive(frameIn(data));
    socket.onclose = () => this.close();
    socket.onerror = () => {}; // a close follows
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** The answer to a frame; the frame is made for the address of its reply. */
  ask(
    frame: (replyAddress: string) => ClientFrame,
    signal?: AbortSignal,
  ): Promise<Record<string, unknown>> {
    if (this.#closed) return Promise.reject(disconnected());
    const replyAddress = `reply-${++this.#count}`;
    const answer = new Promise<Record<string, unknown>>((resolve, reject) => {
      this.#pending.set(replyAddress, { resolve, reject });
    });
    signal?.addEventListener('abort', () => this.#pending.delete(replyAddress), { once: true });
    this.send(frame(replyAddress));
    return answer;
  }

  send(frame: ClientFrame): void {
    try {
      this.#socket.send(JSON.stringify(frame));
    } catch {
      this.close(); // a socket that cannot send is as good as closed
    }
  }

  /** It is over now, whatever the socket says and when: the last word of a frozen peer may never come. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#pending.values()) reject(disconnected());
    this.#pending.clear();
    this.#socket.close();
    this.#over();
  }

  #receive(frame: ServerFrame | undefined): void {
    if (this.#closed) return;
    this.heard++;
    if (frame?.address === undefined) return; // whoever asked has a timer
    const { address } = frame;
    const pending = this.#pending.get(address);
    this.#pending.delete(address);
    if (frame.type === 'err') {
      pending?.reject(refusalOf(frame));
    } else if (pending !== undefined) {
      pending.resolve(frame.body);
    } else {
      if (frame.replyAddress !== undefined) {
        this.send({ type: 'send', address: frame.replyAddress, body: {} });
      }
      this.#hear(address, frame.body);
    }
  }
}

function disconnected(): Refusal {
  return new Refusal('UNAVAILABLE', 'not connected to the gateway');
}
