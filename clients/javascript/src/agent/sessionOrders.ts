import { SESSION, type SignedOperation } from '../protocol/operations.js';
import { type ErrorCode, Refusal } from '../protocol/refusal.js';
import type { SessionReply } from '../protocol/session.js';
import type { SignerSession } from '../session/signerSession.js';
import type { Context } from './context.js';
import type { SessionVoice } from './sessionVoice.js';

const MAX_REASON = 500;

/** A reason as long as the contract allows, and valid Unicode. */
export function shortened(reason: string): string {
  return [...reason]
    .slice(0, MAX_REASON)
    .join('')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

/** What an application orders its signer to say about a session. */
export class SessionOrders {
  readonly #context: Context;
  readonly #session: SignerSession;
  readonly #voice: SessionVoice;

  constructor(context: Context, session: SignerSession, voice: SessionVoice) {
    this.#context = context;
    this.#session = session;
    this.#voice = voice;
  }

  async abort(reason: string, code?: ErrorCode): Promise<SessionReply> {
    const body = { ...this.#about(), reason: shortened(reason) };
    return this.#say(SESSION.abort, code === undefined ? body : { ...body, code });
  }

  async close(): Promise<SessionReply> {
    return this.#say(SESSION.close, this.#about());
  }

  async retry(): Promise<SessionReply> {
    return this.#say(SESSION.retry, { ...this.#about(), attempt: this.#session.attempt + 1 });
  }

  async confirm(reference?: string): Promise<SessionReply> {
    const body = this.#about();
    return this.#say(
      SESSION.confirmBroadcast,
      reference === undefined ? body : { ...body, reference },
    );
  }

  async reportFailure(reason?: string): Promise<SessionReply> {
    const body = this.#about();
    return this.#say(
      SESSION.reportBroadcastFailure,
      reason === undefined ? body : { ...body, reason: shortened(reason) },
    );
  }

  #say<B>(operation: SignedOperation<B, SessionReply>, body: B): Promise<SessionReply> {
    return this.#voice.say(operation, body, this.#context.callDeadline());
  }

  #about(): { sessionId: string; signerIndex: number } {
    const { id, request } = this.#session;
    if (request === undefined) throw new Refusal('NOT_FOUND', 'the session is not known');
    return { sessionId: id, signerIndex: request.signerIndex };
  }
}
