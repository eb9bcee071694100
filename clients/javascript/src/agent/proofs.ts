import type { Hex } from '../protocol/bytes.js';
import { flawOf } from '../protocol/evidence.js';
import { SESSION } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { Evidence } from '../protocol/session.js';
import { notSigned, type Outcome } from '../session/outcome.js';
import type { Context } from './context.js';

/** The evidence of a session, checked; fails with `CONFLICT` if it proves nothing. */
export async function checkedEvidence(context: Context, sessionId: Hex): Promise<Evidence> {
  const { calls } = context;
  const evidence = await calls.call(SESSION.evidence, { sessionId }, context.callDeadline());
  if (evidence.sessionId !== sessionId) throw unproved('it is about another session');
  const flaw = flawOf(evidence);
  if (flaw !== undefined) throw unproved(flaw);
  return evidence;
}

/** The outcome as it may be believed: without the culprit, unless evidence shows the fault. */
export async function provenOutcome(
  context: Context,
  sessionId: Hex,
  outcome: Outcome,
): Promise<Outcome> {
  if (outcome.kind === 'signed' || outcome.failure.culprit === undefined) return outcome;
  const { code, culprit, message } = outcome.failure;
  try {
    const evidence = await checkedEvidence(context, sessionId);
    if (evidence.signerIndex !== culprit || evidence.code !== code) {
      throw unproved('it is about another fault');
    }
    return outcome;
  } catch (error) {
    const why = Refusal.from(error).message;
    const claimed = `${message}; nobody was shown to be at fault (${why})`;
    return notSigned(outcome.phase, code, claimed);
  }
}

function unproved(flaw: string): Refusal {
  return new Refusal('CONFLICT', `the evidence proves nothing: ${flaw}`);
}
