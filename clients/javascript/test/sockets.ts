import type { Socket } from '../src/bus/connection.js';

interface Frame {
  type: string;
  address?: string;
  replyAddress?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** The gateway's end of one WebSocket. */
export class ServerSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly frames: Frame[] = [];
  isClosed = false;
  /** Whether the other side does not even say that it is over. */
  isFrozen = false;

  constructor(
    readonly url: string,
    readonly answer: (frame: Frame, socket: ServerSocket) => void,
  ) {}

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    this.frames.push(frame);
    queueMicrotask(() => this.answer(frame, this));
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (!this.isFrozen) queueMicrotask(() => this.onclose?.());
  }

  say(frame: unknown): void {
    if (!this.isClosed) {
      this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
    }
  }

  all(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }
}

/** A gateway that lets everyone in, unless its script says otherwise. */
export class Gateway {
  readonly sockets: ServerSocket[] = [];
  isUp = true;
  isSilent = false;
  /** What a stamp has to be worth here. */
  stampBits: number | undefined;
  script: (frame: Frame, socket: ServerSocket) => boolean = () => false;

  readonly connect = (url: string): Socket => {
    const socket = new ServerSocket(url, (frame) => this.#answer(frame, socket));
    this.sockets.push(socket);
    queueMicrotask(() => {
      if (socket.isFrozen) return;
      if (this.isUp) socket.onopen?.();
      else socket.close();
    });
    return socket;
  };

  /** Nothing more is heard of it on any connection, as if its process was stopped. */
  freeze(): void {
    this.isSilent = true;
    for (const socket of this.sockets) socket.isFrozen = true;
  }

  get last(): ServerSocket {
    const last = this.sockets.at(-1);
    if (last === undefined) throw new Error('nobody has connected');
    return last;
  }

  #answer(frame: Frame, socket: ServerSocket): void {
    if (this.isSilent || this.script(frame, socket) || frame.replyAddress === undefined) return;
    const bits = this.stampBits === undefined ? {} : { stampBits: this.stampBits };
    const body =
      frame.address === 'tutti.gateway.challenge'
        ? { challenge: '5a'.repeat(32), expiresAt: 1, ...bits }
        : { echo: frame.body ?? null };
    socket.say({ type: 'rec', address: frame.replyAddress, body });
  }
}
