import { counted, shortened, word } from './text.js';
import type { KnownRequest } from './requests.js';
import { awaited, type KnownSession } from './sessions.js';

/** What is worth being told of a request that has just been read; nothing if nothing changed. */
export function newsOfRequest(
  before: KnownRequest | undefined,
  after: KnownRequest,
): string | undefined {
  const { view } = after;
  const name = `Request ${shortened(after.id)}`;
  if (before === undefined) {
    return view.state === 'OPEN' ? `New: ${name}, ${counted(after.signers.length, 'signer')}.` : undefined;
  }
  if (before.view.state !== view.state) return `${name} is ${word(view.state)}.`;
  const joined = after.signers.length - view.awaiting.length;
  return before.view.awaiting.length === view.awaiting.length
    ? undefined
    : `${name}: ${joined} of ${after.signers.length} have joined.`;
}

/** What is worth being told of a session that has just been read. */
export function newsOfSession(
  before: KnownSession | undefined,
  after: KnownSession,
): string | undefined {
  const { status } = after;
  const name = `Session ${shortened(status.sessionId)}`;
  if (before?.status.phase !== status.phase) {
    const waiting = awaited(after).length;
    const rest = waiting > 0 ? `, ${counted(waiting, 'signer')} awaited` : '';
    return `${name}: ${word(status.phase)}${rest}.`;
  }
  const state = status.broadcast?.state;
  return state === undefined || state === before.status.broadcast?.state
    ? undefined
    : `${name}: ${word(state)}.`;
}
