import type { Envelope } from '../protocol/envelope.js';
import { SESSION, type SignedOperation } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { SessionPhase, SessionReply } from '../protocol/session.js';
import type { Contribution } from '../session/action.js';
import type { Context } from './context.js';
import { detach } from '../time.js';

/** After a restart the numbers used before are not known; then the next one tried is well above. */
const STEP_OVER_REPLAY = 16;
const MAX_TRIES = 8;

/** Older envelopes may be refused for their age if they were never heard. */
const FRESH = 120_000;

/** One thing said, with the envelope that it is repeated in. */
interface Said {
  readonly operation: SignedOperation<unknown, SessionReply>;
  readonly body: unknown;
  envelope?: Envelope;
  underWay?: AbortController;
  tries: number;
}

/** What one signer says in one session: numbered, signed, repeated as the very same envelope. */
export class SessionVoice {
  readonly #context: Context;
  readonly #contributions = new Map<SessionPhase, Said>();
  #sequence = 0;
  #silent = false;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Contributes to a round. */
  contribute({ round, body }: Contribution, deadline: number): Promise<SessionReply> {
    const said: Said = { operation: operationOf(round), body, tries: 0 };
    this.#contributions.set(round, said);
    return this.#send(said, deadline);
  }

  /** Contributes nothing more; what is under way is not repeated. */
  silence(): void {
    this.#silent = true;
    const reason = new Refusal('WRONG_PHASE', 'this signer contributes no more');
    for (const said of this.#contributions.values()) said.underWay?.abort(reason);
  }

  /** Says the same again, if it was said before and the services do not have it any more. */
  repeat(phase: SessionPhase, deadline: number): void {
    const said = this.#contributions.get(phase);
    if (said !== undefined && said.underWay === undefined && !this.#silent) {
      detach(this.#send(said, deadline)); // the next look tells
    }
  }

  /** Says something that is not a contribution. */
  say<B>(
    operation: SignedOperation<B, SessionReply>,
    body: B,
    deadline: number,
  ): Promise<SessionReply> {
    return this.#send({ operation, body, tries: 0 }, deadline);
  }

  async #send(said: Said, deadline: number): Promise<SessionReply> {
    for (;;) {
      const underWay = new AbortController();
      said.underWay = underWay;
      try {
        const envelope = this.#envelopeOf(said);
        const { calls } = this.#context;
        return await calls.call(said.operation, envelope, deadline, underWay.signal);
      } catch (error) {
        const refusal = Refusal.from(error);
        const again = refusal.code === 'REPLAY' || refusal.code === 'CLOCK_SKEW';
        if (!again || ++said.tries > MAX_TRIES || underWay.signal.aborted) throw refusal;
        if (refusal.code === 'REPLAY') this.#sequence += STEP_OVER_REPLAY - 1;
        delete said.envelope;
      } finally {
        if (said.underWay === underWay) delete said.underWay;
      }
    }
  }

  #envelopeOf(said: Said): Envelope {
    const { envelope } = said;
    if (envelope !== undefined && this.#context.now() - envelope.sentAt <= FRESH) return envelope;
    const signed = this.#context.scribe.say(said.operation, said.body, ++this.#sequence);
    said.envelope = signed;
    return signed;
  }
}

function operationOf(round: Contribution['round']): SignedOperation<unknown, SessionReply> {
  switch (round) {
    case 'NONCE_COMMITMENT':
      return SESSION.commitNonce;
    case 'NONCE_EXCHANGE':
      return SESSION.shareNonce;
    case 'PARTIAL_SIGNATURE_EXCHANGE':
      return SESSION.sharePartialSignature;
  }
}
