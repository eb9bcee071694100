import type { Hex } from '../protocol/bytes.js';
import { verdictOn } from '../protocol/evidence.js';
import { SESSION } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { Evidence } from '../protocol/session.js';
import { notSigned, type Outcome } from '../session/outcome.js';
import type { Context } from './context.js';

/**
 * The evidence of a session, checked; fails with `CONFLICT` if it proves nothing, and with
 * `NOT_ALLOWED` if it may prove the fault, but is of a kind that this client cannot check.
 */
export async function checkedEvidence(context: Context, sessionId: Hex): Promise<Evidence> {
  const { calls } = context;
  const evidence = await calls.call(SESSION.evidence, { sessionId }, context.callDeadline());
  if (evidence.sessionId !== sessionId) throw unproved('it is about another session');
  const verdict = verdictOn(evidence);
  switch (verdict.kind) {
    case 'proven':
      return evidence;
    case 'unproven':
      throw unproved(verdict.why);
    case 'unchecked':
      throw new Refusal('NOT_ALLOWED', `the evidence was not checked: ${verdict.why}`);
  }
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
