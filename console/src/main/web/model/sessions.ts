import type { Hex, SessionPhase, SessionStatus } from '@tutti/client';
import type { KnownRequest } from './requests.js';

/** How a session stands, and the last round that it is known to have reached. */
export interface KnownSession {
  readonly status: SessionStatus;
  readonly request: KnownRequest;
  /** Undefined for a session that had ended when it was first seen, until its events are read. */
  readonly lastRound?: RoundPhase;
  readonly firstSeen: number;
}

type RoundPhase = (typeof ROUNDS)[number]['phase'];

/** A step of a session as a person sees it. */
export interface Step {
  readonly name: string;
  readonly state: 'done' | 'now' | 'ahead' | 'left out' | 'not reached' | 'stopped here' | 'unknown';
}

const ROUNDS = [
  { phase: 'NONCE_COMMITMENT', name: 'Nonce commitments' },
  { phase: 'NONCE_EXCHANGE', name: 'Nonces' },
  { phase: 'PARTIAL_SIGNATURE_EXCHANGE', name: 'Partial signatures' },
] as const;

const KEPT = 100;

/** The sessions that were seen, the newest first. */
export class SessionBoard {
  readonly #sessions = new Map<Hex, KnownSession>();

  get(id: Hex): KnownSession | undefined {
    return this.#sessions.get(id);
  }

  /** Takes in what was read; what it was before, if it was known. */
  put(status: SessionStatus, request: KnownRequest, now: number): KnownSession | undefined {
    const before = this.#sessions.get(status.sessionId);
    // Rounds may take less time than there is between two looks: one that was seen before the end
    // need not be the last one.
    const round = ROUNDS.find(({ phase }) => phase === status.phase)?.phase;
    const lastRound = before?.status.phase === status.phase ? before.lastRound : round;
    this.#sessions.set(status.sessionId, {
      status,
      request,
      ...(lastRound === undefined ? {} : { lastRound }),
      firstSeen: before?.firstSeen ?? now,
    });
    for (const { status: old } of this.all().slice(KEPT)) this.#sessions.delete(old.sessionId);
    return before;
  }

  /** Takes in what has happened in a session that ended without signatures. */
  learn(id: Hex, happened: readonly string[]): void {
    const session = this.#sessions.get(id);
    const lastRound = reachedBy(happened, session);
    if (session !== undefined && lastRound !== undefined) {
      this.#sessions.set(id, { ...session, lastRound });
    }
  }

  /** Whether a session that goes on needs this signer. */
  isAwaiting(key: Hex): boolean {
    return this.all().some(
      ({ status, request }) => isRunning(status.phase) && request.signers.includes(key),
    );
  }

  all(): KnownSession[] {
    return [...this.#sessions.values()].sort((one, other) => other.firstSeen - one.firstSeen);
  }
}

/** Whether something of a session is still to come. */
export function isMoving({ phase, broadcast }: SessionStatus): boolean {
  return isRunning(phase) || broadcast?.state === 'AWAITING_BROADCAST';
}

export function isRunning(phase: SessionPhase): boolean {
  return ROUNDS.some((round) => round.phase === phase);
}

/** Whether a session ended without signatures, and it is not known in which round. */
export function isUnexplained({ status, lastRound }: KnownSession): boolean {
  return !isRunning(status.phase) && status.phase !== 'COMPLETE' && lastRound === undefined;
}

/** The rounds of a session and its end. */
export function steps(session: KnownSession): Step[] {
  const { status, request, lastRound } = session;
  const reached = ROUNDS.findIndex(({ phase }) => phase === lastRound);
  const rounds = ROUNDS.map(({ phase, name }, index): Step => {
    if (phase === 'NONCE_COMMITMENT' && !hasCommitments(request)) return { name, state: 'left out' };
    if (isUnexplained(session)) return { name, state: 'unknown' };
    if (status.phase === 'COMPLETE' || index < reached) return { name, state: 'done' };
    if (index > reached) return { name, state: isRunning(status.phase) ? 'ahead' : 'not reached' };
    return { name, state: isRunning(status.phase) ? 'now' : 'stopped here' };
  });
  return [...rounds, { name: 'Signature', state: endState(status.phase) }];
}

/** The keys of those who have not yet contributed to the round. */
export function awaited({ status, request }: KnownSession): Hex[] {
  return isRunning(status.phase) ? keysOf(request, status.awaiting) : [];
}

/** The keys of signers by their indexes; an index that nobody has is left out. */
export function keysOf(request: KnownRequest, indexes: readonly number[]): Hex[] {
  return indexes.flatMap((index) => request.signers[index] ?? []);
}

function endState(phase: SessionPhase): Step['state'] {
  if (phase === 'COMPLETE') return 'done';
  return isRunning(phase) ? 'ahead' : 'not reached';
}

/** The round that a session was in when it ended, by what has happened in it. */
function reachedBy(happened: readonly string[], session?: KnownSession): RoundPhase | undefined {
  if (happened.includes('session.nonces-complete')) return 'PARTIAL_SIGNATURE_EXCHANGE';
  if (happened.includes('session.nonce-commitments-complete')) return 'NONCE_EXCHANGE';
  // Who has not seen the beginning has not seen all.
  if (session === undefined || !happened.includes('session.ready')) return undefined;
  return hasCommitments(session.request) ? 'NONCE_COMMITMENT' : 'NONCE_EXCHANGE';
}

function hasCommitments({ request }: KnownRequest): boolean {
  return request.options?.nonceCommitments ?? true;
}
